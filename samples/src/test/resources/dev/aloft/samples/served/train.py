# region train
import csv, json, os, shutil

with open(os.environ["ALOFT_INPUT_TRAIN"]) as file:
    rows = [(float(row["alcohol"]), float(row["quality"])) for row in csv.DictReader(file)]
x, y = (sum(values) / len(rows) for values in zip(*rows))
slope = sum((a - x) * (q - y) for a, q in rows) / sum((a - x) ** 2 for a, q in rows)

model = os.environ["ALOFT_MODEL_DIR"]
with open(os.path.join(model, "line.json"), "w") as file:
    json.dump({"slope": slope, "at_zero": y - slope * x}, file)
here = os.path.dirname(os.path.abspath(__file__))
shutil.copytree(os.path.join(here, "code"), os.path.join(model, "code"))  # what serves it
# endregion train
