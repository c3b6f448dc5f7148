"""The SDK's training pipeline: a script, and the model that the service makes of what it leaves."""
import unittest

from google.cloud import aiplatform

from cloud import name
from vertex import FIRST, SERVING, SCRIPTS, TRAINING, begin, model_in, rows_of


class Pipeline(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.bucket = begin()
        cls.source = model_in(cls.bucket, "given", FIRST)

    def test_from_a_script_to_a_model_that_answers(self):
        shown = name("pipeline")
        job = aiplatform.CustomTrainingJob(
            display_name=shown,
            script_path=f"{SCRIPTS}/copy_model.py",
            container_uri=TRAINING,
            model_serving_container_image_uri=SERVING,
            labels={"team": "risk"},
        )
        model = job.run(
            model_display_name=shown,
            model_id=shown,
            args=["--source", f"{self.source}/model.bst"],
            base_output_dir=f"gs://{self.bucket.name}/runs/{shown}",
            machine_type="n1-standard-4",
            replica_count=1,
        )
        self.assertEqual(model.version_id, "1")
        self.assertEqual(model.name, shown)
        self.assertEqual(job.state.name, "PIPELINE_STATE_SUCCEEDED")
        found = aiplatform.CustomTrainingJob.list(filter=f'display_name="{shown}"')
        self.assertEqual([one.resource_name for one in found], [job.resource_name])
        endpoint = model.deploy(machine_type="n1-standard-2")
        rows, right = rows_of(FIRST)
        for score, expected in zip(endpoint.predict(instances=rows).predictions, right):
            self.assertAlmostEqual(score, expected, places=5)
        endpoint.delete(force=True)
        model.delete()
        job.delete()

    def test_to_another_version_of_a_model(self):
        shown = name("pipeline")
        first = aiplatform.Model.upload(
            display_name=shown,
            model_id=shown,
            artifact_uri=self.source,
            serving_container_image_uri=SERVING,
        )
        job = aiplatform.CustomTrainingJob(
            display_name=shown,
            script_path=f"{SCRIPTS}/copy_model.py",
            container_uri=TRAINING,
            model_serving_container_image_uri=SERVING,
        )
        second = job.run(
            parent_model=first.resource_name,
            is_default_version=False,
            model_version_aliases=["candidate"],
            model_version_description="from a pipeline",
            args=["--source", f"{self.source}/model.bst"],
            base_output_dir=f"gs://{self.bucket.name}/runs/{shown}",
            machine_type="n1-standard-4",
        )
        self.assertEqual(second.version_id, "2")
        self.assertEqual(list(second.version_aliases), ["candidate"])
        self.assertEqual(second.version_description, "from a pipeline")
        self.assertEqual(aiplatform.Model(shown).version_id, "1")

    def test_a_package_without_a_model(self):
        shown = name("package")
        packed = aiplatform.CustomJob.from_local_script(
            display_name=shown, script_path=f"{SCRIPTS}/copy_model.py", container_uri=TRAINING
        )
        task = packed.job_spec.worker_pool_specs[0].python_package_spec
        job = aiplatform.CustomPythonPackageTrainingJob(
            display_name=shown,
            python_package_gcs_uri=task.package_uris[0],
            python_module_name=task.python_module,
            container_uri=TRAINING,
        )
        model = job.run(
            args=["--source", f"{self.source}/model.bst"],
            base_output_dir=f"gs://{self.bucket.name}/runs/{shown}",
            machine_type="n1-standard-4",
        )
        self.assertIsNone(model)
        self.assertEqual(job.state.name, "PIPELINE_STATE_SUCCEEDED")
        self.assertTrue(self.bucket.blob(f"runs/{shown}/model/model.bst").exists())

    def test_a_script_that_fails(self):
        shown = name("pipeline")
        job = aiplatform.CustomTrainingJob(
            display_name=shown,
            script_path=f"{SCRIPTS}/copy_model.py",
            container_uri=TRAINING,
            model_serving_container_image_uri=SERVING,
        )
        with self.assertRaisesRegex(RuntimeError, "No such file"):
            job.run(
                args=["--source", f"gs://{self.bucket.name}/none"],
                base_output_dir=f"gs://{self.bucket.name}/runs/{shown}",
                machine_type="n1-standard-4",
                replica_count=1,
            )
        self.assertTrue(job.has_failed)


if __name__ == "__main__":
    unittest.main()
