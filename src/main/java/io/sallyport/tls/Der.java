package io.sallyport.tls;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/// The few lines of DER (X.690) that put OpenSSL's older key forms into the PKCS#8 (RFC 5208) that
/// the JDK reads: version, algorithm, and the old form in an octet string.
final class Der {
  private static final int INTEGER = 0x02;
  private static final int OCTETS = 0x04;
  private static final int SEQUENCE = 0x30;
  private static final int PARAMETERS = 0xA0;

  private static final byte[] VERSION = {INTEGER, 1, 0};

  /// 1.2.840.113549.1.1.1 (rsaEncryption) and its NULL.
  private static final byte[] RSA = {
    0x06, 9, 0x2A, (byte) 0x86, 0x48, (byte) 0x86, (byte) 0xF7, 0x0D, 1, 1, 1, 0x05, 0
  };

  /// 1.2.840.10045.2.1 (id-ecPublicKey); the curve follows.
  private static final byte[] EC = {0x06, 7, 0x2A, (byte) 0x86, 0x48, (byte) 0xCE, 0x3D, 2, 1};

  private Der() {}

  static byte[] rsaAsPkcs8(byte[] pkcs1) {
    return element(SEQUENCE, VERSION, element(SEQUENCE, RSA), element(OCTETS, pkcs1));
  }

  static byte[] ecAsPkcs8(byte[] sec1) {
    return element(SEQUENCE, VERSION, element(SEQUENCE, EC, curve(sec1)), element(OCTETS, sec1));
  }

  /// SEC1 (RFC 5915): version, secret, `[0]` the curve, `[1]` the public key. Empty when it cannot
  /// be found; the JDK then refuses the key.
  private static byte[] curve(byte[] sec1) {
    int at = content(sec1, 0);
    while (at >= 0 && at < sec1.length) {
      int start = content(sec1, at);
      int end = start < 0 ? -1 : start + length(sec1, at);
      if (end < 0 || end > sec1.length) {
        break;
      }
      if ((sec1[at] & 0xff) == PARAMETERS) {
        return Arrays.copyOfRange(sec1, start, end);
      }
      at = end;
    }
    return new byte[0];
  }

  private static int content(byte[] der, int at) {
    if (at + 1 >= der.length) {
      return -1;
    }
    int first = der[at + 1] & 0xff;
    return first < 0x80 ? at + 2 : at + 2 + (first & 0x7f);
  }

  private static int length(byte[] der, int at) {
    int first = der[at + 1] & 0xff;
    if (first < 0x80) {
      return first;
    }
    int length = 0;
    for (int i = 0; i < (first & 0x7f) && at + 2 + i < der.length && i < 3; i++) {
      length = (length << 8) | (der[at + 2 + i] & 0xff);
    }
    return length;
  }

  private static byte[] element(int tag, byte[]... parts) {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      body.writeBytes(part);
    }
    int length = body.size();
    ByteArrayOutputStream element = new ByteArrayOutputStream();
    element.write(tag);
    if (length >= 0x100) {
      element.writeBytes(new byte[] {(byte) 0x82, (byte) (length >> 8), (byte) length});
    } else if (length >= 0x80) {
      element.writeBytes(new byte[] {(byte) 0x81, (byte) length});
    } else {
      element.write(length);
    }
    element.writeBytes(body.toByteArray());
    return element.toByteArray();
  }
}
