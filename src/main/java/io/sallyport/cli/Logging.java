package io.sallyport.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.encoder.EncoderBase;
import org.slf4j.LoggerFactory;

/// Logs to standard error, so that standard output holds results only.
final class Logging {
  /// Whatever a message holds, a terminal must not obey it.
  private static final String MESSAGE =
      "%replace(%msg){'[\u0000-\u001f\u007f-\u009f\u200e\u200f\u2028-\u202e\u2066-\u2069]',' '}";

  private static final String PATTERN = "%d{HH:mm:ss.SSS} %-5level " + MESSAGE + "%n%ex{short}";
  private static final String DEBUG_PATTERN =
      "%d{HH:mm:ss.SSS} %-5level [%thread] %logger{0}: " + MESSAGE + "%n%ex";

  /// `text` for people, `json` for machines.
  enum Format {
    text,
    json
  }

  private Logging() {}

  /// For people on a terminal with a [StatusLine] below it.
  static void configure(boolean debug, Format format) {
    if (format == Format.text && Terminal.errorIsTerminal()) {
      System.setErr(StatusLine.onStandardError());
    }
    LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
    context.reset();
    ConsoleAppender<ILoggingEvent> console = new ConsoleAppender<>();
    console.setContext(context);
    console.setTarget("System.err");
    console.setEncoder(encoder(context, debug, format));
    console.start();
    Logger root = context.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    root.addAppender(console);
    root.setLevel(Level.WARN);
    context.getLogger("io.sallyport").setLevel(debug ? Level.DEBUG : Level.INFO);
  }

  private static EncoderBase<ILoggingEvent> encoder(
      LoggerContext context, boolean debug, Format format) {
    EncoderBase<ILoggingEvent> encoder =
        switch (format) {
          case json -> {
            JsonEncoder json = new JsonEncoder();
            json.setWithFormattedMessage(true);
            yield json;
          }
          case text -> {
            PatternLayoutEncoder text = new PatternLayoutEncoder();
            text.setPattern(debug ? DEBUG_PATTERN : PATTERN);
            yield text;
          }
        };
    encoder.setContext(context);
    encoder.start();
    return encoder;
  }
}
