# region serve
import json, os


def model_fn(model_dir):  # once for each worker
    with open(os.path.join(model_dir, "line.json")) as file:
        return json.load(file)


def input_fn(data, content_type):  # text/csv: a line for each row, without names
    return [float(line.split(",")[0]) for line in data.splitlines()]


def predict_fn(alcohol, model):
    return [model["slope"] * value + model["at_zero"] for value in alcohol]


def output_fn(scores, accept):  # a line for each row again
    return "\n".join(map(str, scores)), "text/csv"
# endregion serve
