"""The SDK registers models, deploys them, asks them, shifts traffic, and takes all away."""
import json
import unittest

from google.cloud import aiplatform

from cloud import exceptions, name
from vertex import FIRST, SECOND, SERVING, begin, model_in, over_http, rows_of


class Serving(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.bucket = begin()
        cls.first = model_in(cls.bucket, "models/first", FIRST)
        cls.second = model_in(cls.bucket, "models/second", SECOND)

    def upload(self, shown, where, **changed):
        return aiplatform.Model.upload(
            display_name=shown,
            artifact_uri=where,
            serving_container_image_uri=SERVING,
            **changed,
        )

    def near(self, scores, expected):
        self.assertEqual(len(scores), len(expected))
        for score, right in zip(scores, expected):
            self.assertAlmostEqual(score, right, places=5)

    def test_a_life(self):
        shown = name("scores")
        first = self.upload(shown, self.first, model_id=shown, labels={"team": "risk"})
        self.assertEqual(first.version_id, "1")
        self.assertIn("default", first.version_aliases)
        with self.assertRaises(exceptions.AlreadyExists):
            self.upload(shown, self.first, model_id=shown)
        second = self.upload(
            shown, self.second, parent_model=first.resource_name, is_default_version=False
        )
        self.assertEqual(second.version_id, "2")
        self.assertEqual(aiplatform.Model(shown).version_id, "1")
        versions = first.versioning_registry.list_versions()
        self.assertEqual(sorted(version.version_id for version in versions), ["1", "2"])
        second.versioning_registry.add_version_aliases(["candidate"], "2")
        self.assertEqual(aiplatform.Model(f"{shown}@candidate").version_id, "2")

        endpoint = aiplatform.Endpoint.create(display_name=shown, endpoint_id=shown)
        with self.assertRaises(exceptions.AlreadyExists):
            aiplatform.Endpoint.create(display_name=shown, endpoint_id=shown)
        endpoint.deploy(first, machine_type="n1-standard-2", min_replica_count=1)
        rows, right = rows_of(FIRST)
        answer = endpoint.predict(instances=rows)
        self.near(answer.predictions, right)
        self.assertEqual(answer.model_version_id, "1")
        with self.assertRaises(exceptions.FailedPrecondition):
            endpoint.predict(instances=[[1.0]])
        body = json.dumps({"instances": rows}).encode()
        raw = over_http(endpoint).raw_predict(
            body=body, headers={"Content-Type": "application/json"}
        )
        self.assertEqual(raw.status_code, 200, raw.text)
        self.near(raw.json()["predictions"], right)
        self.assertEqual(raw.headers["X-Vertex-AI-Model-Version-Id"], "1")
        refused = endpoint.raw_predict(
            body=b'{"instances": [[1]]}', headers={"Content-Type": "application/json"}
        )
        self.assertEqual(refused.status_code, 400, refused.text)

        endpoint.deploy(second, machine_type="n1-standard-2", traffic_percentage=0)
        deployed = {one.model_version_id: one.id for one in endpoint.list_models()}
        self.assertEqual(endpoint.traffic_split[deployed["1"]], 100)
        self.near(endpoint.predict(instances=rows).predictions, right)
        endpoint.update(traffic_split={deployed["1"]: 0, deployed["2"]: 100})
        rows, right = rows_of(SECOND)
        answer = endpoint.predict(instances=rows)
        self.near(answer.predictions, right)
        self.assertEqual(answer.model_version_id, "2")

        with self.assertRaises(exceptions.FailedPrecondition):
            endpoint.delete()
        with self.assertRaises(exceptions.FailedPrecondition):
            first.delete()
        endpoint.undeploy(deployed["1"])
        endpoint.undeploy_all()
        self.assertEqual(endpoint.list_models(), [])
        with self.assertRaises(exceptions.GoogleAPICallError):
            endpoint.predict(instances=rows)
        endpoint.delete()
        with self.assertRaises(exceptions.NotFound):
            aiplatform.Endpoint(endpoint.resource_name).gca_resource
        second.versioning_registry.delete_version("2")
        first.delete()
        self.assertEqual(aiplatform.Model.list(filter=f'display_name="{shown}"'), [])

    def test_a_model_that_cannot_be_served(self):
        shown = name("missing")
        with self.assertRaisesRegex(exceptions.InvalidArgument, "model.bst"):
            self.upload(shown, f"gs://{self.bucket.name}/models/none", model_id=shown)
        self.bucket.blob("models/torn/model.bst").upload_from_string("no model")
        model = self.upload(shown, f"gs://{self.bucket.name}/models/torn", model_id=shown)
        endpoint = aiplatform.Endpoint.create(display_name=shown, endpoint_id=shown)
        with self.assertRaises(exceptions.GoogleAPICallError) as failure:
            endpoint.deploy(model, machine_type="n1-standard-2")
        self.assertIn("model server", str(failure.exception).lower())
        self.assertEqual(endpoint.list_models(), [])
        endpoint.delete()
        model.delete()

    def test_a_dedicated_endpoint(self):
        shown = name("dedicated")
        model = self.upload(shown, self.first, model_id=shown)
        endpoint = aiplatform.Endpoint.create(
            display_name=shown, endpoint_id=shown, dedicated_endpoint_enabled=True
        )
        endpoint.deploy(model, machine_type="n1-standard-2", min_replica_count=1)
        self.assertTrue(endpoint.dedicated_endpoint_dns)
        rows, right = rows_of(FIRST)
        answer = over_http(endpoint).predict(instances=rows, use_dedicated_endpoint=True)
        self.near(answer.predictions, right)
        endpoint.delete(force=True)
        model.delete()


if __name__ == "__main__":
    unittest.main()
