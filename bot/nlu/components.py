"""Rasa's view of our understanding: a tokenizer and one component that trains, stores and applies the model."""

from pathlib import Path
from typing import Any, Dict, List, Text, Type

from rasa.engine.graph import ExecutionContext, GraphComponent
from rasa.engine.recipes.default_recipe import DefaultV1Recipe
from rasa.engine.storage.resource import Resource
from rasa.engine.storage.storage import ModelStorage
from rasa.nlu.classifiers.classifier import IntentClassifier
from rasa.nlu.tokenizers.tokenizer import Token, Tokenizer
from rasa.shared.nlu.constants import ENTITIES, INTENT, TEXT
from rasa.shared.nlu.training_data.message import Message
from rasa.shared.nlu.training_data.training_data import TrainingData

from bot.nlu import registry
from bot.nlu.examples import Example
from bot.nlu.gazetteer import Gazetteer, read_names
from bot.nlu.model import UnderstandingModel
from bot.nlu.places import Places, read_places
from bot.nlu.splitting import tokenizer

QUESTIONS = "questions"
"""Key under which the action server finds what each question of a message means."""


@DefaultV1Recipe.register(DefaultV1Recipe.ComponentType.MESSAGE_TOKENIZER, is_trainable=False)
class NorwegianTokenizer(Tokenizer):
    """spaCy's rule-based Norwegian tokenizer; needs no downloaded model."""

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """Return the settings Rasa expects of a tokenizer."""
        return {"intent_tokenization_flag": False, "intent_split_symbol": "_", "token_pattern": None}

    def tokenize(self, message: Message, attribute: Text) -> List[Token]:
        """Return the words of one attribute of a message."""
        return [Token(t.text, t.idx) for t in tokenizer().make_doc(message.get(attribute)) if not t.is_space]


@DefaultV1Recipe.register(
    [DefaultV1Recipe.ComponentType.INTENT_CLASSIFIER, DefaultV1Recipe.ComponentType.ENTITY_EXTRACTOR],
    is_trainable=True,
)
class Understanding(GraphComponent, IntentClassifier):
    """Finds topic, scheme, confidence and the several questions of a message."""

    @staticmethod
    def get_default_config() -> Dict[Text, Any]:
        """Return the settings that config.yml may change; what they do is told in docs/understanding.md."""
        return {
            "embedding": "tuned",
            "dense_weight": 0.5,
            "strength": 4.0,
            "stories": 2500,
            "knowledge": "data/knowledge/schemes",
            "places": "data/knowledge/municipalities.csv",
            "cache": "var/embeddings.npz",
        }

    @classmethod
    def required_components(cls) -> List[Type[Any]]:
        """Return nothing: the model reads the text itself."""
        return []

    def __init__(self, config: Dict[Text, Any], storage: ModelStorage, resource: Resource) -> None:
        """Remember where the model is kept."""
        self._config = config
        self._storage = storage
        self._resource = resource

    @classmethod
    def create(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
    ) -> "Understanding":
        """Make an untrained component."""
        return cls(config, model_storage, resource)

    def train(self, training_data: TrainingData) -> Resource:
        """Train on the sentences of data/nlu and the names of the knowledge base."""
        model = UnderstandingModel.train(
            [example_of(message) for message in training_data.intent_examples],
            Gazetteer(read_names(Path(self._config["knowledge"]))),
            places=Places(read_places(Path(self._config["places"]))),
            embedding=self._config["embedding"],
            dense_weight=float(self._config["dense_weight"]),
            strength=float(self._config["strength"]),
            stories=int(self._config["stories"]),
            cache=Path(self._config["cache"]) if self._config.get("cache") else None,
        )
        with self._storage.write_to(self._resource) as folder:
            model.save(folder)
        registry.register(model)
        return self._resource

    @classmethod
    def load(
        cls,
        config: Dict[Text, Any],
        model_storage: ModelStorage,
        resource: Resource,
        execution_context: ExecutionContext,
        **_: Any,
    ) -> "Understanding":
        """Load the trained model and make it the one this process serves."""
        with model_storage.read_from(resource) as folder:
            registry.register(UnderstandingModel.load(folder))
        return cls(config, model_storage, resource)

    def process_training_data(self, training_data: TrainingData) -> TrainingData:
        """Leave the training data as it is; no later component needs our features."""
        return training_data

    def process(self, messages: List[Message]) -> List[Message]:
        """Add intent, schemes and questions to each message."""
        for message in messages:
            reading = registry.read(message.get(TEXT) or "")
            first = reading.questions[0]
            ranking = [{"name": name, "confidence": value} for name, value in first.ranking]
            message.set(INTENT, ranking[0], add_to_output=True)
            message.set("intent_ranking", ranking, add_to_output=True)
            entities = [
                {
                    "entity": "scheme",
                    "value": mention.scheme,
                    "start": mention.start,
                    "end": mention.end,
                    "extractor": type(self).__name__,
                }
                for mention in reading.mentions
                if not mention.negated
            ]
            message.set(ENTITIES, entities, add_to_output=True)
            message.set(QUESTIONS, reading.as_json(), add_to_output=True)
            message.set("more_questions", reading.more, add_to_output=True)
        return messages


def example_of(message: Message) -> Example:
    """Return a training sentence with the schemes its block says it is about."""
    metadata = (message.get("metadata") or {}).get("intent") or {}
    schemes = metadata.get("scheme") or []
    return Example(message.get(TEXT), message.get(INTENT), tuple([schemes] if isinstance(schemes, str) else schemes))
