def _of_vertex(static):
    """Completes Aloft's settings by what Vertex AI says in the container; gives their file."""
    import json
    import os
    import sys
    import tempfile

    def mounted(uri):
        return "/gcs/" + uri[len("gs://"):].rstrip("/") if uri.startswith("gs://") else uri

    cluster = json.loads(os.environ.get("CLUSTER_SPEC") or "{}")
    pools = cluster.get("cluster") or {}
    task = cluster.get("task") or {}
    hosts, rank = [], 0
    for pool in sorted(pools):
        if pool == task.get("type"):
            rank = len(hosts) + int(task.get("index") or 0)
        hosts.extend(host.rpartition(":")[0] or host for host in pools[pool])
    model = mounted(os.environ["AIP_MODEL_DIR"])
    settings = json.loads(static)
    keeps = settings["keepsCheckpoints"]
    found = {
        "archive": mounted(os.environ["ALOFT_CODE"]),
        "hosts": hosts or ["localhost"],
        "rank": rank,
        "model": tempfile.mkdtemp("-model") if rank else model,
        # appending to a mounted file writes the whole of it anew each time
        "metricsCopy": None if rank else os.path.join(os.path.dirname(model), "metrics.jsonl"),
        "output": os.path.join(os.path.dirname(model), "output"),
        "checkpoints": mounted(os.environ["AIP_CHECKPOINT_DIR"]) if keeps else None,
        "run": os.environ.get("ALOFT_RUN", ""),
        "runId": os.environ.get("ALOFT_RUN_ID", ""),
    }
    name = os.path.join(tempfile.mkdtemp("-aloft"), "bootstrap.json")
    with open(name, "w", encoding="utf-8") as file:
        file.write(static.rstrip()[:-1] + "," + json.dumps(found)[1:])
    sys.argv[1:] = [name]


