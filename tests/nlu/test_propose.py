"""Reading many messages with a trained model file, outside of Rasa."""

import io
import tarfile
import tempfile
import unittest
from pathlib import Path

from bot.nlu import propose
from bot.nlu.model import UnderstandingModel
from tests.nlu import toy


class ProposeTest(unittest.TestCase):
    def test_the_understanding_is_found_in_rasas_archive_and_reads(self) -> None:
        model = UnderstandingModel.train(toy.examples(), toy.gazetteer(), embedding="none")
        with tempfile.TemporaryDirectory() as folder:
            model.save(Path(folder) / "parts")
            archive = Path(folder) / "model.tar.gz"
            with tarfile.open(archive, "w:gz") as packed:
                for path in sorted((Path(folder) / "parts").iterdir()):
                    packed.add(path, f"components/train_Understanding1/{path.name}")
                other = tarfile.TarInfo("metadata.json")
                other.size = 2
                packed.addfile(other, io.BytesIO(b"{}"))
            first, second = propose.read_all(propose.load(archive), ["hva er mentor", "hvordan blir været i helgen"])
        self.assertEqual((first["text"], first["more_questions"]), ("hva er mentor", 0))
        self.assertEqual(first["entities"], [{"entity": "scheme", "value": "mentor", "start": 7, "end": 13}])
        self.assertEqual(first["questions"][0]["intent"], "overview")
        self.assertEqual(second["questions"][0]["intent"], "out_of_scope")


if __name__ == "__main__":
    unittest.main()
