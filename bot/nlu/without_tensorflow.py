"""Run Rasa 3.6.21 where TensorFlow is not installed.

Rasa imports TensorFlow at start whatever the pipeline, through a handful of modules that only its neural
components need. `install()` puts small stand-ins for those modules in place before Rasa is imported. Whoever
configures a component that does need TensorFlow is told so by name (`TensorFlowComponentError`).

MERK: this replaces private modules of Rasa, so the version is pinned and checked here.
"""

import importlib.abc
import importlib.machinery
import sys
from importlib.metadata import version
from types import ModuleType
from typing import Any, Dict, List, Optional, Sequence

SUPPORTED_RASA = "3.6.21"
"""The only version whose internals these stand-ins were checked against."""

BLOCKED = ("tensorflow", "tensorflow_hub", "tensorflow_text", "tensorflow_addons", "keras", "jax", "jaxlib")
"""Packages that must not be imported even where some machine happens to have them."""

NEURAL_COMPONENTS: Dict[str, List[str]] = {
    "rasa.nlu.classifiers.diet_classifier": ["DIETClassifier"],
    "rasa.nlu.selectors.response_selector": ["ResponseSelector"],
    "rasa.nlu.featurizers.dense_featurizer.convert_featurizer": ["ConveRTFeaturizer"],
    "rasa.nlu.featurizers.dense_featurizer.lm_featurizer": ["LanguageModelFeaturizer"],
    "rasa.core.policies.ted_policy": ["TEDPolicy"],
    "rasa.core.policies.unexpected_intent_policy": ["UnexpecTEDIntentPolicy"],
}
"""Rasa's modules that cannot exist without TensorFlow, and the components they define."""

SUPPORT_MODULES: Dict[str, List[str]] = {
    "rasa.utils.tensorflow.callback": ["RasaTrainingLogger", "RasaModelCheckpoint"],
    "rasa.utils.tensorflow.data_generator": ["RasaBatchDataGenerator"],
    "rasa.utils.plotting": ["plot_confusion_matrix", "plot_paired_histogram", "plot_curve"],
}
"""Helpers of the neural components (and of Rasa's plots, which need matplotlib) that others import by name."""


class TensorFlowComponentError(RuntimeError):
    """Someone configured a component that needs TensorFlow, which this assistant does not install."""


class _BlockTensorFlow(importlib.abc.MetaPathFinder):
    """Turns an import of TensorFlow into one clear sentence."""

    def find_spec(
        self, fullname: str, path: Optional[Sequence[str]], target: Optional[ModuleType] = None
    ) -> Optional[importlib.machinery.ModuleSpec]:
        if fullname.split(".")[0] in BLOCKED:
            raise ModuleNotFoundError(
                f"{fullname} is not used here: Rasa runs without TensorFlow (bot/nlu/without_tensorflow.py)",
                name=fullname,
            )
        return None


def _refuse(name: str) -> Any:
    raise TensorFlowComponentError(
        f"'{name}' needs TensorFlow, which this assistant does not install. "
        "Use a component without it, or see docs/understanding.md for what was measured."
    )


def _placeholder(module: str, name: str) -> type:
    """Return a class that keeps `name` importable and refuses, by name, to be used."""

    def create(cls: type, *_args: Any, **_kwargs: Any) -> Any:
        return _refuse(name)

    def init(_self: Any, *_args: Any, **_kwargs: Any) -> None:
        _refuse(name)

    members = {"__module__": module, "__init__": init, "__doc__": f"Stand-in for Rasa's {name}."}
    for method in ("create", "load", "get_default_config", "required_packages"):
        members[method] = classmethod(create)  # type: ignore[assignment]
    return type(name, (), members)


def _stub(module_name: str, names: List[str]) -> ModuleType:
    module = ModuleType(module_name, "Stand-in: the real module needs TensorFlow.")
    for name in names:
        setattr(module, name, _placeholder(module_name, name))
    sys.modules[module_name] = module
    return module


def _environment() -> None:
    """Replace the set-up of TensorFlow's threads and GPUs by nothing."""
    module = _stub("rasa.utils.tensorflow.environment", [])
    module.setup_tf_environment = lambda: None  # type: ignore[attr-defined]
    module.check_deterministic_ops = lambda: None  # type: ignore[attr-defined]


def _components() -> None:
    """Offer the components this assistant may use; the neural ones only to refuse them by name."""
    module = ModuleType("rasa.engine.recipes.default_components", "Components that work without TensorFlow.")
    sys.modules[module.__name__] = module

    from rasa.core.policies.memoization import MemoizationPolicy
    from rasa.core.policies.rule_policy import RulePolicy
    from rasa.nlu.classifiers.fallback_classifier import FallbackClassifier
    from rasa.nlu.classifiers.keyword_intent_classifier import KeywordIntentClassifier
    from rasa.nlu.extractors.entity_synonyms import EntitySynonymMapper
    from rasa.nlu.extractors.regex_entity_extractor import RegexEntityExtractor
    from rasa.nlu.tokenizers.whitespace_tokenizer import WhitespaceTokenizer

    module.DEFAULT_COMPONENTS = [  # type: ignore[attr-defined]
        FallbackClassifier,
        KeywordIntentClassifier,
        EntitySynonymMapper,
        RegexEntityExtractor,
        WhitespaceTokenizer,
        RulePolicy,
        MemoizationPolicy,
    ]


def configured_neural_components(config: Dict[str, Any]) -> List[str]:
    """Return the names in a Rasa configuration that need TensorFlow."""
    neural = {name for names in NEURAL_COMPONENTS.values() for name in names}
    entries = list(config.get("pipeline") or []) + list(config.get("policies") or [])
    names = [str(entry.get("name", "")).rsplit(".", 1)[-1] for entry in entries if isinstance(entry, dict)]
    return sorted(set(names) & neural)


def refuse_neural_components(config: Dict[str, Any]) -> None:
    """Raise `TensorFlowComponentError` when a configuration names a component that needs TensorFlow."""
    for name in configured_neural_components(config):
        _refuse(name)


def install() -> None:
    """Put the stand-ins in place; must run before anything of Rasa is imported.

    Raises:
        RuntimeError: another Rasa than the checked one is installed, or Rasa was imported already.
    """
    found = version("rasa")
    if found != SUPPORTED_RASA:
        raise RuntimeError(f"Rasa {SUPPORTED_RASA} is what bot/nlu/without_tensorflow.py supports, not {found}.")
    if any(isinstance(finder, _BlockTensorFlow) for finder in sys.meta_path):
        return
    if "rasa.core.agent" in sys.modules or "rasa.utils.train_utils" in sys.modules:
        raise RuntimeError("Rasa was imported before bot.nlu.without_tensorflow.install().")
    sys.meta_path.insert(0, _BlockTensorFlow())
    for module_name, names in {**SUPPORT_MODULES, **NEURAL_COMPONENTS}.items():
        _stub(module_name, names)
    _environment()
    _components()
