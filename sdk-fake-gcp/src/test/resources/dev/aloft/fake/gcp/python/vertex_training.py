"""The SDK trains scripts: to the end, to a failure, to a cancellation; and finds them again."""
import json
import os
import unittest

from google.cloud import aiplatform, logging
from google.cloud.aiplatform_v1.types import job_state

from cloud import exceptions, log_entries, logs, name
from vertex import begin, script_job

SUCCEEDED = job_state.JobState.JOB_STATE_SUCCEEDED
FAILED = job_state.JobState.JOB_STATE_FAILED
CANCELLED = job_state.JobState.JOB_STATE_CANCELLED


class Training(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.bucket = begin()
        cls.bucket.blob("rows.csv").upload_from_string("1,2\n3,4\n5,6\n")

    def test_a_script_to_its_end(self):
        shown = name("rows")
        job = script_job(
            shown,
            self.bucket,
            "--note",
            "it's $HOME; done",
            labels={"team": "risk"},
            environment_variables={"TEAM": "risk"},
        )
        job.run(timeout=3600)
        self.assertEqual(job.state, SUCCEEDED)
        self.assertIn(f"/{os.environ['FAKE_PROJECT_NUMBER']}/", f"/{job.resource_name}")
        self.assertIsNotNone(job.create_time)
        self.assertIsNotNone(job.end_time)
        self.assertEqual(job.labels, {"team": "risk"})
        model = self.bucket.blob(f"runs/{shown}/model/rows.json").download_as_bytes()
        self.assertEqual(json.loads(model), {"rows": 3, "team": "risk"})
        entries = log_entries(
            f'resource.type="ml_job" AND resource.labels.job_id="{job.name}"'
        )
        said = {entry.payload["message"]: entry.severity for entry in entries}
        line = f"rows: 3, note: it's $HOME; done, job: {job.name}"
        self.assertEqual(said.get(line), "INFO", said)
        self.assertEqual(said.get("a warning"), "ERROR", said)
        self.assertEqual(entries[0].resource.labels["task_name"], "workerpool0-0")

    def test_a_script_that_fails(self):
        job = script_job(name("fails"), self.bucket, "--fail")
        with self.assertRaises(RuntimeError) as failure:
            job.run()
        self.assertEqual(job.state, FAILED)
        self.assertIn("exited with a non-zero status of 1", str(failure.exception))
        self.assertIn("the rows are not what was hoped for", str(failure.exception))
        self.assertEqual(job.error.code, 3)

    def test_lists_and_cancellation(self):
        shown = name("listed")
        job = script_job(shown, self.bucket, labels={"run": shown})
        job.submit()
        job.cancel()
        with self.assertRaisesRegex(RuntimeError, "code: 1\\b"):
            job._block_until_complete()
        self.assertEqual(job.state, CANCELLED)
        for filter_ in (
            f'display_name="{shown}"',
            f'labels.run="{shown}"',
            f'labels.run="{shown}" AND state="JOB_STATE_CANCELLED"',
            f'(state="JOB_STATE_RUNNING" OR state="JOB_STATE_CANCELLED") AND labels.run={shown}',
        ):
            found = aiplatform.CustomJob.list(filter=filter_)
            self.assertEqual([one.resource_name for one in found], [job.resource_name], filter_)
        self.assertEqual(aiplatform.CustomJob.list(filter='display_name="none"'), [])
        job.delete()
        with self.assertRaises(exceptions.NotFound):
            aiplatform.CustomJob.get(job.resource_name)

    def test_a_job_that_is_not_waited_for(self):
        job = script_job(name("later"), self.bucket)
        job.run(sync=False)
        job.wait_for_resource_creation()
        again = aiplatform.CustomJob.get(job.resource_name)
        with self.assertRaisesRegex(exceptions.FailedPrecondition, "cannot be deleted"):
            again.delete()
        job.wait()
        self.assertEqual(aiplatform.CustomJob.get(job.resource_name).state, SUCCEEDED)
        job.cancel()
        self.assertEqual(job.state, SUCCEEDED)
        job.delete()

    def test_several_replicas_and_their_logs(self):
        job = script_job(name("many"), self.bucket, replica_count=3)
        job.run()
        self.assertEqual(job.state, SUCCEEDED)
        mine = f'resource.type="ml_job" AND resource.labels.job_id="{job.name}"'

        def said(more="", **arguments):
            entries = logs().list_entries(filter_=mine + more, **arguments)
            return [entry.payload["message"] for entry in entries]

        replicas = {entry.resource.labels["task_name"] for entry in log_entries(mine)}
        self.assertEqual(replicas, {"workerpool0-0", "workerpool1-0", "workerpool1-1"})
        everything = said(order_by=logging.ASCENDING)
        self.assertEqual(len(everything), 6)
        self.assertEqual(said(order_by=logging.DESCENDING), everything[::-1])
        self.assertEqual(said(page_size=1), everything)
        self.assertEqual(said(max_results=2), everything[:2])
        self.assertEqual(said(" AND severity>=ERROR"), ["a warning"] * 3)
        self.assertEqual(said(' severity="error" "WARN"'), ["a warning"] * 3)
        self.assertEqual(len(said(' AND jsonPayload.message=~"^rows: [0-9]"')), 3)
        self.assertEqual(len(said(' AND jsonPayload.message:"rows"')), 3)
        self.assertEqual(len(said(' AND resource.labels.task_name="workerpool1-0"')), 2)
        self.assertEqual(said(' AND NOT timestamp>"2020-01-01T00:00:00Z"'), [])
        with self.assertRaisesRegex(exceptions.BadRequest, "cannot be filtered by"):
            said(' AND color="red"')
        with self.assertRaisesRegex(exceptions.BadRequest, "no order of entries"):
            said(order_by="severity desc")

    def test_wrong_requests(self):
        with self.assertRaises(exceptions.InvalidArgument):
            script_job(name("labels"), self.bucket, labels={"Team": "Risk"}).submit()
        with self.assertRaises(exceptions.InvalidArgument):
            script_job(name("machine"), self.bucket, machine_type="ml.m5.large").submit()
        with self.assertRaises(exceptions.NotFound):
            aiplatform.CustomJob.get("1234567890")
        with self.assertRaisesRegex(exceptions.InvalidArgument, "'color' cannot be filtered by"):
            aiplatform.CustomJob.list(filter='color="red"')
        with self.assertRaisesRegex(exceptions.InvalidArgument, "exactly 1 replica"):
            aiplatform.CustomJob(
                display_name="two",
                worker_pool_specs=[
                    {
                        "machine_spec": {"machine_type": "n1-standard-4"},
                        "replica_count": 2,
                        "container_spec": {"image_uri": "ours/any:1"},
                    }
                ],
                base_output_dir=f"gs://{self.bucket.name}/two",
            ).submit()

    def test_an_image_that_is_not_there(self):
        job = aiplatform.CustomJob(
            display_name=name("image"),
            worker_pool_specs=[
                {
                    "machine_spec": {"machine_type": "n1-standard-4"},
                    "replica_count": 1,
                    "container_spec": {"image_uri": "ours/none:1"},
                }
            ],
            base_output_dir=f"gs://{self.bucket.name}/none",
        )
        with self.assertRaisesRegex(RuntimeError, "Failed to pull image"):
            job.run()
        self.assertEqual(job.state, FAILED)


if __name__ == "__main__":
    unittest.main()
