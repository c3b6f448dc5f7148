package dev.aloft.fake.aws.containers;

import dev.aloft.fake.work.Scorer.Scores;

/** Writes predictions as the container of built-in XGBoost does. */
enum ScoreFormat {
  /** A line for each row. */
  CSV("text/csv") {
    @Override
    String write(Scores scores) {
      StringBuilder text = new StringBuilder();
      for (int row = 0; row * scores.width() < scores.values().length; row++) {
        row(scores, row, ",", text);
        text.append('\n');
      }
      return text.toString();
    }
  },
  /** All in one line, as the containers before 1.0 write. */
  OLD_CSV("text/csv") {
    @Override
    String write(Scores scores) {
      StringBuilder text = new StringBuilder();
      for (int row = 0; row * scores.width() < scores.values().length; row++) {
        text.append(row == 0 ? "" : ",");
        score(scores, row, text);
      }
      return text.toString();
    }
  },
  JSON("application/json") {
    @Override
    String write(Scores scores) {
      StringBuilder text = new StringBuilder("{\"predictions\": [");
      for (int row = 0; row * scores.width() < scores.values().length; row++) {
        text.append(row == 0 ? "{\"score\": " : ", {\"score\": ");
        score(scores, row, text);
        text.append('}');
      }
      return text.append("]}").toString();
    }
  },
  JSON_LINES("application/jsonlines") {
    @Override
    String write(Scores scores) {
      StringBuilder text = new StringBuilder();
      for (int row = 0; row * scores.width() < scores.values().length; row++) {
        text.append("{\"score\": ");
        score(scores, row, text);
        text.append("}\n");
      }
      return text.toString();
    }
  };

  private final String mediaType;

  ScoreFormat(String mediaType) {
    this.mediaType = mediaType;
  }

  String mediaType() {
    return mediaType;
  }

  abstract String write(Scores scores);

  private static void score(Scores scores, int row, StringBuilder text) {
    if (scores.width() == 1) {
      row(scores, row, "", text);
    } else {
      text.append('[');
      row(scores, row, ", ", text);
      text.append(']');
    }
  }

  private static void row(Scores scores, int row, String between, StringBuilder text) {
    for (int i = 0; i < scores.width(); i++) {
      text.append(i == 0 ? "" : between);
      text.append(PythonText.of(scores.values()[row * scores.width() + i]));
    }
  }
}
