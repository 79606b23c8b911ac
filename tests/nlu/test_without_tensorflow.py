"""Rasa runs without TensorFlow, and whoever needs it is told so by name."""

import importlib
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path
from unittest import mock

from bot.nlu import without_tensorflow
from bot.nlu.without_tensorflow import (
    NEURAL_COMPONENTS,
    TensorFlowComponentError,
    configured_neural_components,
    refuse_neural_components,
)
from tests.nlu import rasa_ready  # noqa: F401

ROOT = Path(__file__).resolve().parents[2]

FRESH = """\
import sys
from bot.nlu import without_tensorflow
without_tensorflow.install()
without_tensorflow.install()
import rasa.core.agent, rasa.model_training, rasa.server
try:
    import tensorflow.keras
except ModuleNotFoundError as error:
    print(error)
print([name for name in sys.modules if name.split(".")[0] in without_tensorflow.BLOCKED])
"""

TOO_LATE = """\
import sys
from types import ModuleType
sys.modules["rasa.core.agent"] = ModuleType("rasa.core.agent")
from bot.nlu import without_tensorflow
without_tensorflow.install()
"""

OTHER_RASA = """\
from bot.nlu import without_tensorflow
without_tensorflow.version = lambda _name: "3.7.0"
without_tensorflow.install()
"""


def python(*arguments: str, folder: Path = ROOT) -> "subprocess.CompletedProcess[str]":
    """Run a fresh interpreter of this environment."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "PYTHONWARNINGS": "ignore"}
    command = [sys.executable, *arguments]
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, timeout=120)


class FreshProcessTest(unittest.TestCase):
    def test_rasa_is_imported_and_tensorflow_refused_in_one_clear_sentence(self) -> None:
        done = python("-c", FRESH)
        self.assertEqual(done.returncode, 0, done.stderr)
        sentence, loaded = done.stdout.splitlines()
        self.assertEqual(
            sentence, "tensorflow is not used here: Rasa runs without TensorFlow (bot/nlu/without_tensorflow.py)"
        )
        self.assertEqual(loaded, "[]")

    def test_another_rasa_is_refused(self) -> None:
        done = python("-c", OTHER_RASA)
        self.assertEqual(done.returncode, 1)
        self.assertIn("Rasa 3.6.21 is what bot/nlu/without_tensorflow.py supports, not 3.7.0.", done.stderr)

    def test_coming_too_late_is_refused(self) -> None:
        done = python("-c", TOO_LATE)
        self.assertEqual(done.returncode, 1)
        self.assertIn("Rasa was imported before", done.stderr)


class InstalledTest(unittest.TestCase):
    def test_every_blocked_package_is_refused(self) -> None:
        for name in without_tensorflow.BLOCKED:
            with self.subTest(name), self.assertRaisesRegex(ModuleNotFoundError, f"{name} is not used here") as caught:
                importlib.import_module(name)
            self.assertEqual(caught.exception.name, name)

    def test_other_imports_are_left_alone(self) -> None:
        self.assertTrue(importlib.import_module("rasa.core.policies.rule_policy").RulePolicy)
        with self.assertRaisesRegex(ModuleNotFoundError, "No module named 'tensorflowish'"):
            importlib.import_module("tensorflowish")

    def test_neural_components_can_be_imported_and_refuse_by_name(self) -> None:
        for module, names in NEURAL_COMPONENTS.items():
            for name in names:
                component = getattr(importlib.import_module(module), name)
                for use in (component, component.create, component.load, component.get_default_config):
                    with (
                        self.subTest(name),
                        self.assertRaisesRegex(TensorFlowComponentError, f"'{name}' needs"),
                    ):
                        use()

    def test_the_offered_components_need_no_tensorflow(self) -> None:
        offered = importlib.import_module("rasa.engine.recipes.default_components").DEFAULT_COMPONENTS
        names = {component.__name__ for component in offered}
        self.assertTrue({"RulePolicy", "FallbackClassifier"} <= names)
        self.assertFalse(names & {name for found in NEURAL_COMPONENTS.values() for name in found})


class ConfigurationTest(unittest.TestCase):
    def test_the_shipped_configuration_is_accepted(self) -> None:
        import yaml

        config = yaml.safe_load((ROOT / "config.yml").read_text("utf-8"))
        self.assertEqual(configured_neural_components(config), [])
        refuse_neural_components(config)

    def test_neural_components_are_found_wherever_they_stand(self) -> None:
        config = {
            "pipeline": [
                {"name": "WhitespaceTokenizer"},
                {"name": "rasa.nlu.classifiers.diet_classifier.DIETClassifier", "epochs": 1},
            ],
            "policies": [{"name": "TEDPolicy"}, {"name": "RulePolicy"}],
        }
        self.assertEqual(configured_neural_components(config), ["DIETClassifier", "TEDPolicy"])
        with self.assertRaisesRegex(TensorFlowComponentError, "'DIETClassifier' needs TensorFlow"):
            refuse_neural_components(config)

    def test_odd_configurations_are_left_to_rasa(self) -> None:
        for config in ({}, {"pipeline": None}, {"pipeline": ["keyword"], "policies": [None]}, {"pipeline": [{}]}):
            with self.subTest(config):
                self.assertEqual(configured_neural_components(config), [])

    def test_the_command_line_refuses_before_rasa_begins(self) -> None:
        from bot.nlu import rasa_main

        with tempfile.TemporaryDirectory() as folder:
            config = Path(folder) / "config.yml"
            config.write_text("pipeline:\n- name: DIETClassifier\n", "utf-8")
            with mock.patch.object(rasa_main, "CONFIG", config), mock.patch("rasa.__main__.main") as begin:
                with self.assertRaises(SystemExit) as ended:
                    rasa_main.main()
                begin.assert_not_called()
                self.assertIn("config.yml: 'DIETClassifier' needs TensorFlow", str(ended.exception.code))
                config.write_text("pipeline: []\n", "utf-8")
                rasa_main.main()
                begin.assert_called_once_with()
