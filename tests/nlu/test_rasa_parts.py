"""What Rasa sees of us: components, channel, tracker store and the quick check of action results."""

import asyncio
import json
import socket
import tempfile
import unittest
from pathlib import Path
from types import SimpleNamespace
from typing import Any, ClassVar
from unittest import mock

from tests.nlu import rasa_ready, toy  # noqa: F401

# isort: split
import aiohttp
from jsonschema import ValidationError
from rasa.core.actions.action import RemoteAction
from rasa.core.channels.channel import UserMessage
from rasa.core.tracker_store import TrackerStore
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.local_model_storage import LocalModelStorage
from rasa.engine.storage.resource import Resource
from rasa.shared.core.domain import Domain
from rasa.shared.core.events import UserUttered
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData
from sanic import Sanic

from bot.nlu import registry
from bot.nlu.channel import GatewayInput, parse_data_of
from bot.nlu.components import NorwegianTokenizer, Understanding, example_of
from bot.nlu.ephemeral_store import EphemeralTrackerStore
from bot.nlu.model import UnderstandingModel


def message(text: str, intent: str, scheme: Any = None) -> Message:
    """Return a training sentence as Rasa reads it from our files."""
    metadata = {"intent": {"scheme": scheme}} if scheme else {}
    return Message({"text": text, "intent": intent, "metadata": metadata})


class ComponentsTest(unittest.TestCase):
    folder: ClassVar[Path]
    trained: ClassVar[Understanding]

    @classmethod
    def setUpClass(cls) -> None:
        holder = tempfile.TemporaryDirectory()
        cls.addClassCleanup(holder.cleanup)
        before = registry._model
        cls.addClassCleanup(lambda: registry.register(before))
        cls.folder = Path(holder.name)
        cls.config = {
            **Understanding.get_default_config(),
            "embedding": "none",
            "cache": None,
            "knowledge": str(toy.write_schemes(cls.folder / "schemes")),
        }
        (cls.folder / "storage").mkdir()
        cls.storage = LocalModelStorage.create(cls.folder / "storage")
        cls.resource = Resource("understanding")
        cls.trained = Understanding.create(cls.config, cls.storage, cls.resource, mock.Mock())
        sentences = [message(example.text, example.intent, list(example.schemes) or None) for example in toy.examples()]
        assert cls.trained.train(TrainingData(sentences)) == cls.resource

    def test_both_components_are_registered(self) -> None:
        for part in (NorwegianTokenizer, Understanding):
            found = DefaultV1Recipe._from_registry(f"bot.nlu.components.{part.__name__}")
            self.assertIs(found.clazz, part)
            self.assertEqual(found.is_trainable, part is Understanding)

    def test_the_configuration_names_components_that_exist(self) -> None:
        import yaml

        config = yaml.safe_load((Path(__file__).resolve().parents[2] / "config.yml").read_text("utf-8"))
        for entry in [*config["pipeline"], *config["policies"]]:
            with self.subTest(entry["name"]):
                self.assertTrue(DefaultV1Recipe._from_registry(entry["name"]).clazz)
        ours = config["pipeline"][1]
        self.assertTrue(set(ours) - {"name"} <= set(Understanding.get_default_config()))

    def test_the_tokenizer_keeps_offsets(self) -> None:
        tokenizer = NorwegianTokenizer(NorwegianTokenizer.get_default_config())
        text = "Hva er  VTA-O, da?\nTakk"
        tokens = tokenizer.tokenize(Message({"text": text}), "text")
        self.assertEqual([token.text for token in tokens][:2], ["Hva", "er"])
        for token in tokens:
            self.assertEqual(text[token.start : token.end], token.text)
            self.assertTrue(token.text.strip())

    def test_training_writes_arrays_and_json_only(self) -> None:
        with self.storage.read_from(self.resource) as folder:
            self.assertEqual(sorted(path.suffix for path in folder.iterdir()), [".json", ".npz"])

    def test_a_loaded_component_reads_messages(self) -> None:
        registry.register(None)
        loaded = Understanding.load(self.config, self.storage, self.resource, mock.Mock())
        self.assertTrue(registry.loaded())
        text = "Hva er mentor? Hvor lenge varer det?"
        (read,) = loaded.process([Message({"text": text})])
        self.assertEqual(read.get("intent")["name"], "overview")
        self.assertEqual(read.get("intent_ranking")[0], read.get("intent"))
        (entity,) = read.get("entities")
        self.assertEqual((entity["entity"], entity["value"]), ("scheme", "mentor"))
        self.assertEqual(text[entity["start"] : entity["end"]], "mentor")
        questions = read.get("questions")
        self.assertEqual([question["intent"] for question in questions], ["overview", "duration"])
        self.assertEqual([question["named"] for question in questions], [["mentor"], ["mentor"]])
        self.assertEqual(read.get("more_questions"), 0)
        self.assertEqual(
            json.loads(json.dumps(read.as_dict(only_output_properties=True)["questions"]))[0]["named"], ["mentor"]
        )

    def test_a_name_that_is_ruled_out_is_no_entity(self) -> None:
        (read,) = self.trained.process([Message({"text": "hva er ikke bio, men mentor"})])
        self.assertEqual([entity["value"] for entity in read.get("entities")], ["mentor"])

    def test_an_empty_message_is_read_too(self) -> None:
        (read,) = self.trained.process([Message({"text": ""})])
        self.assertEqual(len(read.get("questions")), 1)

    def test_schemes_of_a_training_sentence(self) -> None:
        for scheme, expected in ((None, ()), ("bio", ("bio",)), (["bio", "vta-o"], ("bio", "vta-o"))):
            with self.subTest(scheme):
                example = example_of(message("hvor lenge", "duration", scheme))
                self.assertEqual((example.text, example.intent, example.schemes), ("hvor lenge", "duration", expected))
        self.assertEqual(example_of(Message({"text": "hei", "intent": "greet"})).schemes, ())

    def test_training_data_passes_through_untouched(self) -> None:
        data = TrainingData([message("hei", "greet")])
        self.assertIs(self.trained.process_training_data(data), data)
        self.assertEqual(Understanding.required_components(), [])


class ButtonTest(unittest.TestCase):
    def test_a_pressed_button_needs_no_understanding(self) -> None:
        for choice, intent, named in (
            ({"scheme": "mentor", "topic": "amount", "intent": None}, "amount", ["mentor"]),
            ({"scheme": "mentor", "topic": None, "intent": None}, "overview", ["mentor"]),
            ({"scheme": None, "topic": "apply", "intent": None}, "apply", []),
            ({"scheme": None, "topic": None, "intent": "contact_nav"}, "contact_nav", []),
            ({}, "overview", []),
        ):
            with self.subTest(choice):
                data = parse_data_of(choice, "Hvor mye?")
                self.assertEqual(data["intent"], {"name": intent, "confidence": 1.0})
                (question,) = data["questions"]
                self.assertEqual((question["ranking"], question["named"]), ([[intent, 1.0]], named))
                self.assertEqual((question["chosen"], question["text"], data["text"]), (True, "Hvor mye?", "Hvor mye?"))
                self.assertEqual(data["entities"], [])


class ChannelTest(unittest.TestCase):
    """The channel over HTTP on the loopback address; Sanic can be started once in a process."""

    received: ClassVar[list[UserMessage]] = []

    @classmethod
    def setUpClass(cls) -> None:
        quiet = mock.patch("bot.nlu.channel.log")
        quiet.start()
        cls.addClassCleanup(quiet.stop)
        cls.loop = asyncio.new_event_loop()
        cls.addClassCleanup(cls.loop.close)
        cls.run_now(cls.start())
        cls.addClassCleanup(lambda: cls.run_now(cls.stop()))

    @classmethod
    def run_now(cls, work: Any) -> Any:
        """Run something to its end."""
        return cls.loop.run_until_complete(work)

    @classmethod
    async def start(cls) -> None:
        """Serve the channel; whoever asks gets one answer."""
        with mock.patch.dict("os.environ", {"INTERNAL_TOKEN": "hemmelig"}):
            channel = GatewayInput.from_credentials(None)

        async def answer(received: UserMessage) -> None:
            cls.received.append(received)
            await received.output_channel.send_custom_json(received.sender_id, {"envelope": True, "text": "svar"})

        app = Sanic("channel", configure_logging=False)
        app.blueprint(channel.blueprint(answer), url_prefix=f"/webhooks/{channel.name()}")
        listener = socket.socket()
        listener.bind(("127.0.0.1", 0))
        cls.url = f"http://127.0.0.1:{listener.getsockname()[1]}/webhooks/gateway"
        cls.server = await app.create_server(sock=listener, return_asyncio_server=True, access_log=False)
        await cls.server.startup()
        cls.http = aiohttp.ClientSession(headers={"Authorization": "Bearer hemmelig"})

    @classmethod
    async def stop(cls) -> None:
        """Stop serving."""
        await cls.http.close()
        cls.server.close()
        await cls.server.wait_closed()

    def setUp(self) -> None:
        before = registry._model
        self.addCleanup(lambda: registry.register(before))
        registry.register(mock.Mock(spec=UnderstandingModel))
        self.received.clear()

    def post(self, body: Any, **headers: str) -> "tuple[int, Any]":
        """Return status and answer of a message."""

        async def send() -> "tuple[int, Any]":
            async with self.http.post(f"{self.url}/webhook", json=body, headers=headers) as response:
                return response.status, await response.json()

        return self.run_now(send())

    def test_a_message_is_understood_ahead_and_answered(self) -> None:
        body = {"sender": "a", "message": "hva er mentor", "metadata": {"language": "nn", "request_id": "r1"}}
        status, answers = self.post(body)
        self.assertEqual(status, 200)
        self.assertEqual(answers, [{"recipient_id": "a", "custom": {"envelope": True, "text": "svar"}}])
        (received,) = self.received
        self.assertEqual((received.text, received.sender_id), ("hva er mentor", "a"))
        self.assertEqual(received.metadata["language"], "nn")
        self.assertIsNone(received.parse_data)
        registry._model.read.assert_called_once_with("hva er mentor")

    def test_a_button_skips_understanding(self) -> None:
        body = {"sender": "a", "message": "Hvor mye?", "choice": {"scheme": "bio", "topic": "amount", "intent": None}}
        status, _ = self.post(body)
        self.assertEqual(status, 200)
        self.assertEqual(self.received[0].parse_data["questions"][0]["named"], ["bio"])
        registry._model.read.assert_not_called()

    def test_without_the_secret_nothing_is_taken(self) -> None:
        for given in ("Bearer feil", "", "Bearer ", "Basic hemmelig"):
            with self.subTest(given):
                status, answer = self.post({"message": "hei"}, Authorization=given)
                self.assertEqual((status, answer["error"]["code"]), (403, "forbidden"))
        self.assertEqual(self.received, [])

    def test_an_empty_body_is_no_fault(self) -> None:
        status, answers = self.post({})
        self.assertEqual((status, len(answers)), (200, 1))
        self.assertEqual((self.received[0].text, self.received[0].sender_id), ("", "default"))

    def test_the_health_tells_whether_a_model_is_loaded(self) -> None:
        async def health() -> Any:
            async with self.http.get(f"{self.url}/") as response:
                return await response.json()

        self.assertEqual(self.run_now(health()), {"status": "ok", "model": True})
        registry.register(None)
        self.assertEqual(self.run_now(health()), {"status": "ok", "model": False})


class SecretTest(unittest.TestCase):
    def test_an_empty_secret_turns_the_check_off(self) -> None:
        for token, header, trusted in (
            ("", None, True),
            ("", "Bearer x", True),
            ("x", None, False),
            ("x", "Bearer x", True),
            ("x", "Bearer é", False),
        ):
            with self.subTest(token=token, header=header):
                request = SimpleNamespace(headers={"authorization": header} if header else {})
                self.assertIs(GatewayInput(token)._trusted(request), trusted)


class StoreTest(unittest.TestCase):
    def test_nothing_is_kept_between_messages(self) -> None:
        domain = Domain.from_dict({"intents": ["greet"]})
        store = EphemeralTrackerStore(domain, None, None, unknown="is ignored")
        self.assertIsInstance(store, TrackerStore)

        async def talk() -> "tuple[Any, list[Any], int]":
            tracker = await store.get_or_create_tracker("someone")
            tracker.update(UserUttered("hemmelig"))
            await store.save(tracker)
            again = await store.get_or_create_tracker("someone")
            texts = [event.text for event in again.events if isinstance(event, UserUttered)]
            return await store.retrieve("someone"), texts, len(list(await store.keys()))

        self.assertEqual(asyncio.run(talk()), (None, [], 0))

    def test_rasa_can_make_the_store_from_our_endpoints(self) -> None:
        from rasa.utils.endpoints import EndpointConfig

        made = TrackerStore.create(EndpointConfig(type="bot.nlu.ephemeral_store.EphemeralTrackerStore"), Domain.empty())
        inner = getattr(made, "_tracker_store", made)
        self.assertIsInstance(inner, EphemeralTrackerStore)


class ValidationTest(unittest.TestCase):
    def setUp(self) -> None:
        self.action = RemoteAction("action_answer", None)

    def test_good_results_pass(self) -> None:
        for result in (
            {"events": [], "responses": []},
            {"events": [], "responses": [{"text": None, "custom": {"envelope": True}, "buttons": []}]},
            {"events": [{"event": "slot", "name": "a", "value": 1}], "responses": [{"text": "hei"}]},
        ):
            with self.subTest(result):
                self.assertTrue(self.action._validate_action_result(result))

    def test_bad_results_are_refused_with_the_name_of_the_action(self) -> None:
        for result in ({"events": "none"}, {"responses": {"text": "hei"}}, [], {"events": [{"name": "no event"}]}):
            with self.subTest(result), self.assertRaises(ValidationError) as caught:
                self.action._validate_action_result(result)
            self.assertIn("from 'action_answer'", caught.exception.message)

    def test_the_schema_is_not_checked_anew_each_time(self) -> None:
        with mock.patch("jsonschema.validate") as slow:
            self.action._validate_action_result({"events": [], "responses": []})
        slow.assert_not_called()
