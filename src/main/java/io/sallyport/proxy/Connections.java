package io.sallyport.proxy;

import io.sallyport.source.ContainerAccess;
import io.sallyport.source.ContainerAccess.ExecResult;
import io.sallyport.traffic.FailureBook.Trial;
import io.sallyport.traffic.Listening;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Connections to servers that a proxy's container is made to try, by bash, `nc` or `openssl` where
/// it has one. They send nothing, or the first message of a TLS handshake; `openssl`, which can
/// tell most, completes the handshake. Nothing runs in a server's own container.
public final class Connections {
  /// All at once; each ends within three seconds.
  private static final Duration LIMIT = Duration.ofSeconds(15);

  private static final String ALL =
      """
      inner=$1 hello=$2 number=0
      shift 2
      set -f
      LC_ALL=C
      export LC_ALL
      by_openssl() {
        case $2 in *:*) set -- "$1" "[$2]" "$3" ;; esac
        # It waits for a greeting, and sends nothing, where it is to speak SMTP first.
        if [ "$1" = greet ]; then set -- 3 "$2:$3"; else set -- 1 "$2:$3" -starttls smtp; fi
        limit=$1 address=$2
        shift 2
        said=$(timeout "$limit" openssl s_client -connect "$address" "$@" < /dev/null 2>&1)
        case $said in
          *efused*) said=refused ;;
          *'Requested Signature Algorithms'*) said='22 certificate' ;;
          *'BEGIN CERT'* | *' alert '*) said=22 ;;
          *'wrong version'* | *'record layer'* | *'packet length'*) said=0 ;;
          *) said= ;;
        esac
      }
      # The first byte of a server's answer, and whether the answer asks for a certificate: by
      # TLS 1.2, messages after the first one are readable too, in records of their own or not.
      answer() {
        if awk=$(command -v awk || command -v mawk); then
          od -A n -v -t u1 -N 32768 | "$awk" '
            { for (i = 1; i <= NF; i++) byte[bytes++] = $i }
            END {
              for (at = 0; at < bytes && byte[at] == 22; at += 5 + size) {
                size = 256 * byte[at + 3] + byte[at + 4]
                for (i = 0; i < size; i++) message[all++] = byte[at + 5 + i]
              }
              for (at = 0; at < all; at += 4 + size) {
                if (message[at] == 13) asks = " certificate"
                size = 65536 * message[at + 1] + 256 * message[at + 2] + message[at + 3]
              }
              if (bytes > 0) print byte[0] asks
            }'
        else
          od -A n -t u1 -N 1
        fi
      }
      try() {
        said=
        {
          [ "$2" != greet ] || ! command -v openssl || by_openssl "$2" "$3" "$4"
          if [ -n "$said" ]; then
            :
          elif command -v bash; then
            said=$(timeout 3 bash -c "$inner" "$2" "$3" "$4" "$hello" 2>&1)
          elif ! command -v nc; then
            [ "$2" = greet ] || by_openssl "$2" "$3" "$4"
          elif [ "$2" = greet ]; then
            said=$( (printf "$hello" | timeout 3 nc -w 2 "$3" "$4" | answer) 2>&1)
          else
            said=$(timeout 3 nc -w 1 "$3" "$4" < /dev/null 2>&1 > /dev/null) && said=open
          fi
        } > /dev/null
        echo "$1" $said
      }
      while [ $# -gt 2 ]; do
        try "$number" "$1" "$2" "$3" &
        number=$((number + 1))
        shift 3
      done
      wait
      """;

  private static final String BY_BASH =
      """
      exec 3<> "/dev/tcp/$1/$2" || exit
      echo open
      [ "$0" = greet ] || exit
      printf "$3" >&3
      IFS= read -r -n 1 -t 2 -u 3 byte && printf '%d' "'$byte"
      """;

  /// ClientHello of TLS 1.2, as `printf` writes it.
  private static final String HELLO =
      "\\026\\003\\001\\000g\\001\\000\\000c\\003\\003sallyport asks whether TLS here."
          + "\\000\\000\\030\\300\\053\\300\\057\\300\\054\\3000\\314\\251\\314\\250\\300\\023\\300\\024\\000\\234\\000\\235\\000"
          + "\\057\\0005\\001\\000\\000\\042\\000\\012\\000\\010\\000\\006\\000\\035\\000\\027\\000"
          + "\\030\\000\\013\\000\\002\\001\\000\\000\\015\\000\\014\\000\\012\\004\\003\\010\\004\\004"
          + "\\001\\005\\003\\005\\001";

  private static final Pattern ADDRESS = Pattern.compile("\\[?([0-9a-fA-F:.]{2,45}?)]?:(\\d{1,5})");
  private static final Pattern SAID = Pattern.compile("(\\d{1,3}) (.{1,2000})");

  /// A record of a handshake, or an alert.
  private static final Pattern TLS = Pattern.compile("(?:.* )?2[12]");

  private static final String CERTIFICATE = "22 certificate";

  private static final Pattern OTHER = Pattern.compile("(?:.* )?-?\\d{1,3}");

  private Connections() {}

  /// What each of them showed.
  ///
  /// @param trials a few, since all are tried at once
  /// @throws io.sallyport.source.EngineException when it cannot be found out
  public static Map<Trial, Listening> tried(
      ContainerAccess access, String containerId, List<Trial> trials) {
    List<String> command = new ArrayList<>(List.of("sh", "-c", ALL, "sallyport", BY_BASH, HELLO));
    Map<Trial, Listening> shown = new LinkedHashMap<>();
    for (Trial trial : trials) {
      shown.put(trial, Listening.UNKNOWN);
      Matcher address = ADDRESS.matcher(trial.address());
      boolean usable = address.matches();
      command.add(trial.handshake() ? "greet" : "connect");
      command.add(usable ? address.group(1) : "127.0.0.1");
      command.add(usable ? address.group(2) : "0");
    }
    ExecResult run = access.exec(containerId, command, LIMIT);
    run.output()
        .lines()
        .limit(trials.size())
        .map(SAID::matcher)
        .filter(Matcher::matches)
        .forEach(said -> {
          int number = Integer.parseInt(said.group(1));
          if (number < trials.size()) {
            shown.put(trials.get(number), listening(said.group(2)));
          }
        });
    return shown;
  }

  private static Listening listening(String said) {
    if (said.contains("refused")) {
      return Listening.NOBODY;
    } else if (said.equals(CERTIFICATE)) {
      return Listening.TLS_CERTIFICATE;
    } else if (TLS.matcher(said).matches()) {
      return Listening.TLS;
    } else if (OTHER.matcher(said).matches()) {
      return Listening.NO_TLS;
    }
    return said.equals("open") ? Listening.OPEN : Listening.UNKNOWN;
  }
}
