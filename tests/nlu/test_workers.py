"""Training does as many things at a time as the environment says."""

import os
import unittest
import warnings
from threading import Barrier
from unittest import mock

from bot.nlu import workers


class WorkersTest(unittest.TestCase):
    def test_one_at_a_time_unless_the_environment_says_more(self) -> None:
        with mock.patch.dict(os.environ, clear=True):
            self.assertEqual(workers.count(), 1)
        with mock.patch.dict(os.environ, {workers.VARIABLE: "2"}):
            self.assertEqual(workers.count(), 2)

    def test_work_goes_on_side_by_side_and_ignores_what_it_may(self) -> None:
        both = Barrier(2, timeout=10)

        def work(number: int) -> int:
            both.wait()
            warnings.warn("stopped early", UserWarning, stacklevel=1)
            return number

        with mock.patch.dict(os.environ, {workers.VARIABLE: "2"}), warnings.catch_warnings():
            warnings.simplefilter("error")
            with workers.side_by_side(ignoring=UserWarning) as pool:
                results = [pool.submit(work, number) for number in (1, 2)]
            self.assertEqual([result.result() for result in results], [1, 2])
            with self.assertRaises(UserWarning):
                warnings.warn("afterwards", UserWarning, stacklevel=1)
