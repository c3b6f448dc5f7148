package dev.aloft.fake.aws.containers;

import java.util.List;
import java.util.Locale;

/** The formats of data that built-in XGBoost knows. */
enum ContentType {
  CSV("csv text/csv"),
  LIBSVM("libsvm text/libsvm text/x-libsvm"),
  PARQUET("parquet application/x-parquet"),
  RECORDIO_PROTOBUF("recordio-protobuf application/x-recordio-protobuf");

  private static final String ALL =
      "csv, libsvm, parquet, recordio-protobuf, text/csv, text/libsvm, text/x-libsvm, "
          + "application/x-parquet, application/x-recordio-protobuf";

  private final String names;

  ContentType(String names) {
    this.names = names;
  }

  /** The format of a content type with or without parameters; libsvm when there is none. */
  static ContentType of(String contentType) throws UserError {
    if (contentType.isBlank()) {
      return LIBSVM;
    }
    String[] parts = contentType.toLowerCase(Locale.ROOT).split(";", -1);
    for (ContentType type : values()) {
      if (List.of(type.names.split(" ", -1)).contains(parts[0].strip())) {
        if (type == CSV) {
          checkLabelSize(contentType, parts);
        }
        return type;
      }
    }
    throw new UserError(contentType + " is not an accepted ContentType: " + ALL + ".");
  }

  private static void checkLabelSize(String contentType, String[] parts) throws UserError {
    for (String part : parts) {
      String parameter = part.replace(" ", "").replace("\"", "");
      if (parameter.startsWith("label_size=") && !parameter.equals("label_size=1")) {
        throw new UserError(
            contentType
                + " is not an accepted csv ContentType. "
                + "Optional parameter label_size must be equal to 1");
      }
    }
  }
}
