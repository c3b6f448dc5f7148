"""Trains with XGBoost on tables without a header, the label first, nothing where a value is missing."""

import array
import csv
import json
import os
import re
import sys

import numpy
import xgboost

HERE = os.path.dirname(os.path.abspath(__file__))


def files(path):
    if os.path.isfile(path):
        return [path]
    found = [os.path.join(folder, name) for folder, _, names in os.walk(path) for name in names]
    return sorted(found)


def rows(path):
    try:
        import pandas

        return pandas.read_csv(path, header=None, dtype="float32").to_numpy()
    except ImportError:
        values, width = array.array("f"), 1
        with open(path, newline="", encoding="utf-8") as file:
            for row in csv.reader(file):
                values.extend(float(cell) if cell else float("nan") for cell in row)
                width = len(row)
        return numpy.frombuffer(values, dtype="float32").reshape(-1, width)


def matrix(path, names):
    table = numpy.concatenate([rows(file) for file in files(path)])
    print("%s: %d rows, %d features" % (os.path.basename(path), len(table), table.shape[1] - 1))
    return xgboost.DMatrix(table[:, 1:], label=table[:, 0], feature_names=names or None)


class Report(xgboost.callback.TrainingCallback):
    def __init__(self, path):
        self.path = path

    def after_iteration(self, model, epoch, evals_log):
        with open(self.path, "a", encoding="utf-8") as file:
            for data, metrics in evals_log.items():
                for name, values in metrics.items():
                    last = values[-1][0] if isinstance(values[-1], tuple) else values[-1]
                    metric = {"name": data + "-" + name, "value": float(last), "step": epoch}
                    file.write(json.dumps(metric) + "\n")
        return False


def main():
    with open(os.environ["ALOFT_HYPERPARAMETERS"], encoding="utf-8") as file:
        parameters = json.load(file)
    with open(os.path.join(HERE, "manifest.json"), encoding="utf-8") as file:
        manifest = json.load(file)
    rounds = int(parameters.pop("num_round", 100))
    patience = int(parameters.pop("early_stopping_rounds", 0))
    metric = parameters.get("eval_metric")
    if isinstance(metric, str):
        parameters["eval_metric"] = [one.strip() for one in metric.split(",")]
    names = [column["name"] for column in manifest["signature"]["inputs"]]
    evaluated = []
    for name in ("train", "validation"):
        path = os.environ.get("ALOFT_INPUT_" + name.upper())
        if path:
            evaluated.append((matrix(path, names), name))
    booster = xgboost.train(
        parameters,
        evaluated[0][0],
        num_boost_round=rounds,
        evals=evaluated,
        early_stopping_rounds=patience or None,
        callbacks=[Report(os.environ["ALOFT_METRICS"])],
        verbose_eval=False,
    )
    # what serves these models knows columns by their places only
    booster.feature_names = None
    model = os.environ["ALOFT_MODEL_DIR"]
    booster.save_model(os.path.join(model, "model.bst"))
    manifest["frameworkVersion"] = xgboost.__version__
    if patience:
        manifest["properties"]["best_iteration"] = str(booster.best_iteration)
    with open(os.path.join(model, "aloft-model.json"), "w", encoding="utf-8") as file:
        json.dump(manifest, file)


if __name__ == "__main__":
    try:
        main()
    except xgboost.core.XGBoostError as error:
        # the library's text ends in addresses of its own code, of which the service tells the last
        words = re.sub(r"^\[[0-9:]+\] \S+:[0-9]+: ", "", str(error).strip().split("\n")[0])
        sys.exit("XGBoost refuses: " + words)
