"""Makes small XGBoost models and the numbers that this version of XGBoost answers for them.

    pip install xgboost==VERSION 'numpy<1.24' scipy    # in an environment of its own
    python make_models.py [DIRECTORY]

Per model there is a file NAME-VERSION.ubj (or .json) and NAME-VERSION.expected: a line with the number
of rows, features, margins and predictions per row, and the rounds of the range, then a line per row with
the bits of its values, margins, predictions and margins of the range, each a float32 in hexadecimal.

Versions before 1.3 add the base score last, and those before 1.6 do so for dropout; such a file gets
the answers of a later version, which all agree:
    python make_models.py DIRECTORY 1.0.2
"""
import ctypes
import json
import pathlib
import sys
import tempfile

import numpy as np
import xgboost as xgb

HERE = pathlib.Path(sys.argv[1] if len(sys.argv) > 1 else ".")
VERSION = tuple(int(part) for part in xgb.__version__.split(".")[:3])
ROWS, FEATURES, KEPT, ROUNDS = 300, 4, 16, 3


def data(seed, categories=0):
    random = np.random.default_rng(seed)
    x = random.normal(size=(ROWS, FEATURES)).astype(np.float32)
    if categories:
        x[:, 0] = random.integers(0, categories, size=ROWS)
    signal = np.where(x[:, 0] % 3 == 1, 2, 0) if categories else x[:, 0]
    signal = signal + x[:, 1] * x[:, 2] + random.normal(size=ROWS) / 4
    x[random.random(size=x.shape) < 0.15] = np.nan
    return x, signal.astype(np.float32)


def label(signal, kind):
    return {
        "real": lambda: signal,
        "binary": lambda: (signal > 0).astype(np.float32),
        "count": lambda: np.floor(np.exp(signal / 2)),
        "positive": lambda: np.exp(signal / 2),
        "class": lambda: np.clip(np.floor(signal + 1), 0, 2),
    }[kind]()


def splits(booster):
    """Feature and threshold of every split."""
    with tempfile.TemporaryDirectory() as directory:
        path = pathlib.Path(directory) / "model.json"
        booster.save_model(str(path))
        learner = json.loads(path.read_text())["learner"]["gradient_booster"]
    found = []
    for tree in learner.get("gbtree", learner)["model"]["trees"]:
        for node, left in enumerate(tree["left_children"]):
            if left >= 0:
                found.append((tree["split_indices"][node], np.float32(tree["split_conditions"][node])))
    return found


def rows(booster, x, seed, infinite, categories=0):
    """Rows at, just under and just over the thresholds, missing, infinite, tiny."""
    random = np.random.default_rng(seed)
    found = splits(booster)
    special = [0.0, -0.0, 1e-45, -1e-45, np.nan, np.nan] + ([np.inf, -np.inf] if infinite else [])
    result = x[:KEPT].copy()
    for row in result[2:]:
        for feature in range(FEATURES):
            here = [threshold for f, threshold in found if f == feature]
            pick = random.integers(0, 6)
            if categories and feature == 0:
                row[0] = random.choice([0, 1, 2, 3, 4, 7, 1.99, -0.5, -1, 99, 2.0**24, np.nan, -0.0])
            elif pick < 3 and here:
                threshold = here[random.integers(0, len(here))]
                row[feature] = [threshold, np.nextafter(threshold, np.float32(-np.inf)),
                                np.nextafter(threshold, np.float32(np.inf))][pick]
            elif pick == 3:
                row[feature] = random.choice(special)
    return result


def answers(booster, x, dart, margin, rounds=None):
    """In place, which takes infinite values; a dropout model of before 3.3 is not exact that way."""
    limits = {}
    if rounds and VERSION >= (1, 4):
        limits = {"iteration_range": rounds}
    if dart and VERSION < (3, 3) or VERSION < (1, 3):
        found = booster.predict(xgb.DMatrix(x), output_margin=margin, **limits)
    else:
        found = booster.inplace_predict(
            x, predict_type="margin" if margin else "value", **limits)
    return np.asarray(found, dtype=np.float32).reshape(len(x), -1)


def write_expected(stem, booster, x, dart, rounds):
    parts = [x, answers(booster, x, dart, True), answers(booster, x, dart, False)]
    parts.append(answers(booster, x, dart, True, rounds) if VERSION >= (1, 4) else parts[1][:, :0])
    widths = [part.shape[1] for part in parts]
    lines = [" ".join(map(str, [len(x)] + widths[:3] + list(rounds if widths[3] else (0, 0))))]
    for row in np.concatenate(parts, axis=1).astype(np.float32):
        lines.append(" ".join(f"{bits:x}" for bits in row.view(np.uint32)))
    (HERE / f"{stem}.expected").write_text("\n".join(lines) + "\n")


def params(extra):
    return {"max_depth": 3, "eta": 0.4, "seed": 1, "nthread": 1, "verbosity": 0, **extra}


def make(name, kind, form, extra, seed, categories=0):
    x, signal = data(seed, categories)
    types = {"feature_types": ["c"] + ["q"] * (FEATURES - 1), "enable_categorical": True} if categories else {}
    if name == "named":
        types["feature_names"] = ["mean radius", 'quoted "x"', "größe", "a,b"]
    matrix = xgb.DMatrix(x, label(signal, kind), **types)
    booster = xgb.train(params(extra), matrix, ROUNDS)
    if name == "named":
        booster.set_attr(owner="aloft", note="line\nbreak")
    stem = f"{name}-{xgb.__version__}"
    booster.save_model(str(HERE / f"{stem}.{form}"))
    booster.feature_names = booster.feature_types = None
    dart = extra.get("booster") == "dart"
    if VERSION >= ((1, 6) if dart else (1, 3)):
        write_expected(stem, booster, rows(booster, x, seed, not dart, categories), dart, (1, 2))


def answer_for(version):
    for model in sorted(HERE.glob(f"*-{version}.json")):
        if not (HERE / f"{model.stem}.expected").exists():
            booster = xgb.Booster(model_file=str(model))
            write_expected(model.stem, booster, rows(booster, data(1)[0], 5, False), True, (1, 2))


def c_library():
    """The C library's own exponentials and logarithms."""
    library = ctypes.CDLL("libm.so.6")
    random = np.random.default_rng(1)
    arguments = {
        "expf": np.concatenate([random.uniform(-105, 89.5, 200), random.normal(size=50)]),
        "logf": np.concatenate([random.uniform(0, 3, 125), np.exp(random.uniform(-103, 88, 125))]),
    }
    lines = []
    for name, values in arguments.items():
        function = getattr(library, name)
        function.restype, function.argtypes = ctypes.c_float, [ctypes.c_float]
        for value in values.astype(np.float32):
            bits = np.array([value, function(value)], dtype=np.float32).view(np.uint32)
            lines.append(f"{name} {bits[0]:x} {bits[1]:x}")
    (HERE / "c-library.expected").write_text("\n".join(lines) + "\n")


def everything():
    text = "json"
    binary = "ubj" if VERSION >= (1, 6) else "json"
    make("binary", "binary", text, {"objective": "binary:logistic"}, 1)
    if VERSION[:2] in [(2, 0), (3, 0)]:
        return
    make("classes", "class", binary, {"objective": "multi:softprob", "num_class": 3, "max_depth": 2}, 2)
    if VERSION < (1, 3):
        return
    make("dart", "real", binary, {"booster": "dart", "rate_drop": 0.6, "one_drop": 1}, 4)
    if VERSION[:2] not in [(1, 3), (1, 7), (2, 1), (3, 2)]:
        return
    make("count", "count", binary, {"objective": "count:poisson", "max_delta_step": 0.7, "max_depth": 2}, 3)
    make("forest", "real", binary, {"num_parallel_tree": 2, "subsample": 0.6, "max_depth": 2}, 5)
    make("pruned", "binary", binary, {"objective": "binary:logitraw", "tree_method": "exact", "gamma": 4}, 6)
    if VERSION >= (1, 7):
        make("categories", "real", binary, {"tree_method": "hist", "max_cat_to_onehot": 3}, 7, 6)
        make("onehot", "real", binary, {"tree_method": "hist", "max_cat_to_onehot": 99, "max_depth": 2}, 8, 6)
    if VERSION >= (2, 0):
        make("quantiles", "real", binary,
             {"objective": "reg:quantileerror", "quantile_alpha": np.array([0.2, 0.8]), "max_depth": 2}, 9)
    if VERSION == (3, 2, 0):
        make("named", "class", text, {"objective": "multi:softmax", "num_class": 3, "max_depth": 1}, 10)
        make_refused()


def make_refused():
    x, signal = data(11)
    linear = xgb.train(params({"booster": "gblinear"}), xgb.DMatrix(np.nan_to_num(x), signal), 2)
    linear.save_model(str(HERE / "refused-linear.ubj"))
    vector = xgb.train(
        params({"multi_strategy": "multi_output_tree", "tree_method": "hist", "max_depth": 2}),
        xgb.DMatrix(x, np.stack([signal, -signal], axis=1)), 1)
    vector.save_model(str(HERE / "refused-vector.ubj"))
    plain = xgb.train(params({"max_depth": 1}), xgb.DMatrix(x, signal), 2)
    (HERE / "snapshot.ubj").write_bytes(plain.__getstate__()["handle"])


HERE.mkdir(parents=True, exist_ok=True)
if len(sys.argv) > 2:
    answer_for(sys.argv[2])
else:
    everything()
    if VERSION == (3, 2, 0):
        c_library()
