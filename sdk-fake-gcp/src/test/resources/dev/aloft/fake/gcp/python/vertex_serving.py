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

    def test_versions_and_their_aliases(self):
        shown = name("versions")
        first = self.upload(shown, self.first, model_id=shown, version_description="the first")
        self.upload(shown, self.second, parent_model=shown, is_default_version=False)
        registry = first.versioning_registry
        registry.add_version_aliases(["candidate", "champion"], "2")
        registry.remove_version_aliases(["candidate"], "2")
        self.assertEqual(registry.get_version_info("champion").version_id, "2")
        self.assertEqual(registry.get_model("champion").version_aliases, ["champion"])
        self.assertEqual(registry.get_model().version_description, "the first")
        with self.assertRaisesRegex(exceptions.InvalidArgument, "default cannot be removed"):
            registry.remove_version_aliases(["default"], "1")
        with self.assertRaisesRegex(exceptions.InvalidArgument, "alias '7'"):
            registry.add_version_aliases(["7"], "2")
        with self.assertRaises(exceptions.NotFound):
            registry.add_version_aliases(["candidate"], "9")
        with self.assertRaisesRegex(exceptions.FailedPrecondition, "default version"):
            registry.delete_version("1")
        registry.add_version_aliases(["default"], "2")
        self.assertEqual(aiplatform.Model(shown).version_id, "2")
        registry.delete_version("1")
        self.assertEqual([one.version_id for one in registry.list_versions()], ["2"])
        with self.assertRaises(exceptions.NotFound):
            aiplatform.Model(f"{shown}@1")
        aiplatform.Model(shown).delete()

    def test_lists(self):
        team = name("team")
        models = [
            self.upload(f"{team}-{at}", self.first, labels={"team": team}) for at in ("b", "a")
        ]
        endpoint = aiplatform.Endpoint.create(display_name=team, labels={"team": team})

        def found(kind, filter_, order="create_time"):
            return [one.display_name for one in kind.list(filter=filter_, order_by=order)]

        mine = f'labels.team="{team}"'
        self.assertEqual(found(aiplatform.Model, mine), [f"{team}-b", f"{team}-a"])
        self.assertEqual(found(aiplatform.Model, mine, "display_name")[0], f"{team}-a")
        self.assertEqual(found(aiplatform.Model, mine, "create_time desc")[0], f"{team}-a")
        self.assertEqual(
            found(aiplatform.Model, f'{mine} AND display_name!="{team}-a"'), [f"{team}-b"]
        )
        self.assertEqual(found(aiplatform.Model, f'model="{models[0].name}"'), [f"{team}-b"])
        self.assertEqual(found(aiplatform.Endpoint, f'endpoint="{endpoint.name}"'), [team])
        self.assertEqual(found(aiplatform.Endpoint, f"{mine} AND labels.none:*"), [])
        for kind in (aiplatform.Model, aiplatform.Endpoint):
            with self.assertRaisesRegex(exceptions.InvalidArgument, "cannot be filtered by"):
                kind.list(filter='update_time>"2020-01-01T00:00:00Z"')
        models[0].update(display_name=f"{team}-c", labels={"stage": "live"})
        self.assertEqual(found(aiplatform.Model, f"{mine} AND labels.stage=live"), [f"{team}-c"])
        endpoint.update(display_name=f"{team}-d", labels={"team": "none"})
        self.assertEqual(aiplatform.Endpoint(endpoint.name).display_name, f"{team}-d")
        for one in (*models, endpoint):
            one.delete()

    def test_shares_of_the_traffic(self):
        shown = name("shares")
        first = self.upload(shown, self.first, model_id=shown)
        second = self.upload(shown, self.second, parent_model=shown, is_default_version=False)
        endpoint = aiplatform.Endpoint.create(display_name=shown)
        endpoint.deploy(first, machine_type="n1-standard-2", sync=False)
        endpoint.wait()
        endpoint.deploy(
            second,
            machine_type="n1-standard-2",
            traffic_percentage=40,
            min_replica_count=1,
            max_replica_count=3,
            autoscaling_target_cpu_utilization=70,
        )
        ids = {one.model_version_id: one.id for one in endpoint.list_models()}
        self.assertEqual(endpoint.traffic_split, {ids["1"]: 60, ids["2"]: 40})
        rows, _ = rows_of(FIRST)
        answered = [
            endpoint.predict(instances=rows[:1]).model_version_id for _ in range(10)
        ]
        self.assertEqual((answered.count("1"), answered.count("2")), (6, 4))
        for split in ({ids["1"]: 60, ids["2"]: 39}, {"7": 100}):
            with self.assertRaises(exceptions.InvalidArgument):
                endpoint.update(traffic_split=split)
        with self.assertRaisesRegex(exceptions.FailedPrecondition, "deployed"):
            first.versioning_registry.delete_version("2")
        endpoint.undeploy(ids["1"])
        self.assertEqual(endpoint.traffic_split, {ids["2"]: 100})
        with self.assertRaises(exceptions.NotFound):
            endpoint.undeploy("777")
        endpoint.delete(force=True)
        first.delete()

    def test_what_is_not_there(self):
        network = "projects/123456789012/global/networks/default"
        with self.assertRaisesRegex(exceptions.MethodNotImplemented, "network"):
            aiplatform.PrivateEndpoint.create(display_name="private", network=network)
        allowed = aiplatform.PrivateEndpoint.PrivateServiceConnectConfig(project_allowlist=["a"])
        with self.assertRaisesRegex(exceptions.MethodNotImplemented, "private_service_connect"):
            aiplatform.PrivateEndpoint.create(
                display_name="private", private_service_connect_config=allowed
            )
        endpoint = aiplatform.Endpoint.create(display_name="none")
        with self.assertRaisesRegex(exceptions.MethodNotImplemented, "Explain is not served"):
            endpoint.explain(instances=[[1]])
        endpoint.delete()

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
        answer = endpoint.predict(instances=rows, use_dedicated_endpoint=True)
        self.near(answer.predictions, right)
        endpoint.delete(force=True)
        model.delete()


if __name__ == "__main__":
    unittest.main()
