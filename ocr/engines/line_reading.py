"""What a network read on a line, and how likely it holds any other text to be.

A network gives, for each frame along the line, the probability of each character or of none. A text's likelihood is the
sum over all ways in which frames may spell it (connectionist temporal classification; Graves et al., 2006).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

BLANK = 0


@dataclass(frozen=True, slots=True)
class LineReading:
    """What a network read. confidence: 0 to 1, mean over the characters.

    posterior: (frames, classes) probabilities, class 0 is none. classes: of each character. fit: the logit of the best
    class in the frame that fits worst; low where a frame shows what the network has no class for.
    """

    text: str
    confidence: float
    posterior: np.ndarray
    classes: Mapping[str, int]
    fit: float = np.inf

    @property
    def least_likely(self) -> float:
        """The probability of the least likely character, 0 where nothing was read."""
        kept = frames_of_characters(self.posterior)
        return float(self.posterior[kept].max(axis=1).min()) if len(kept) else 0.0

    def log_likelihood(self, text: str) -> float:
        """Return how likely the network holds a text to be; minus infinity where it does not know a character."""
        if not self.classes.keys() >= set(text):
            return -np.inf
        return log_likelihood(self.posterior, [self.classes[character] for character in text])


def frames_of_characters(posterior: np.ndarray) -> np.ndarray:
    """Return the first frame of each character that greedy decoding of (frames, classes) probabilities keeps."""
    best = posterior.argmax(axis=1)
    return np.flatnonzero((best != BLANK) & (best != np.concatenate([[-1], best[:-1]])))


def blanks_between(posterior: np.ndarray, frames: np.ndarray) -> np.ndarray:
    """Return how likely a space is at most between each of some frames and the next, both included.

    posterior: (frames, classes) probabilities, the last class is the space. frames: ascending, one or more.
    """
    spaces = posterior[:, -1]
    until_next = np.maximum.reduceat(spaces[:frames[-1] + 1], frames)[:-1]
    return np.asarray(np.maximum(until_next, spaces[frames[1:]]))


def log_likelihood(posterior: np.ndarray, classes: Sequence[int]) -> float:
    """Return the logarithm of the probability that frames spell a text.

    posterior: (frames, classes), one frame or more. classes: of the text's characters. Minus infinity where the frames
    are too few.
    """
    # Between any two characters, and at both ends, frames may be blank.
    spelled = np.full(2 * len(classes) + 1, BLANK)
    spelled[1::2] = classes
    # A blank may be left out but between equal characters.
    may_skip = np.zeros(len(spelled), bool)
    may_skip[3::2] = spelled[3::2] != spelled[1:-2:2]
    frames = posterior[:, spelled].astype(np.float64)
    here = np.zeros(len(spelled))
    here[:2] = frames[0, :2]
    logarithm = 0.0
    for frame in frames[1:]:
        ways = here.copy()
        ways[1:] += here[:-1]
        ways[2:] += here[:-2] * may_skip[2:]
        here = ways * frame
        sum_of_ways = here.sum()
        if sum_of_ways <= 0:
            return -np.inf
        logarithm += float(np.log(sum_of_ways))
        here /= sum_of_ways
    ended = float(here[-2:].sum())
    return logarithm + float(np.log(ended)) if ended > 0 else -np.inf
