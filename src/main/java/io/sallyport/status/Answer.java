package io.sallyport.status;

/// What is sent for one request.
///
/// @param type its `Content-Type`
record Answer(int code, String type, String body) {
  private static final String TEXT = "text/plain; charset=utf-8";
  private static final String JSON = "application/json";

  static Answer text(int code, String text) {
    return new Answer(code, TEXT, text);
  }

  static Answer json(int code, Object document) {
    return new Answer(code, JSON, Json.line(document));
  }
}
