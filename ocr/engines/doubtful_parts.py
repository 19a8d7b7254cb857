"""Which parts of a line were hard to read: runs of whole words, cut where a blank between words is sure.

Reading a line again costs what the line is wide. Most lines are doubtful in one word, so that word alone is read
again: on development lines that no training saw, words read again take less width than whole lines did, and read better
(`ocr/data/RECOGNISER.md`). On whole receipts of the development half the limit may lie at 0.8: as many words are right
as at 0.93, for a seventh less time.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ocr.engines.line_reading import blanks_between, frames_of_characters

# A word is doubtful where one of its characters is less likely than this, or where it may be two words.
SURE_CHARACTER = 0.8
# A blank at least this likely parts two words; less likely than the other, there is none; between, nobody knows.
SURE_BLANK, NO_BLANK = 0.5, 0.1
# The cut between two words is put where there is least ink, so far around the frame of the blank.
CUT_REACH_PX = 10
# Each pixel away from that frame weighs as much as so much more contrast in its column.
CUT_DISTANCE_WEIGHT = 0.15


@dataclass(frozen=True, slots=True)
class Part:
    """A run of words. first, last: frames along the line, the last one not included."""

    first: int
    last: int
    is_doubtful: bool


def parts_of(posterior: np.ndarray) -> list[Part]:
    """Return the line as runs of sure and of doubtful words in turn; none where nothing was read.

    posterior: (frames, classes) probabilities, the last class is the space.
    """
    words = _words(posterior)
    if not words:
        return []
    runs = [list(run) for _, run in itertools.groupby(words, key=lambda word: word.is_doubtful)]
    starts = [0, *(run[0].first for run in runs[1:]), len(posterior)]
    return [Part(first, last, run[0].is_doubtful)
            for run, (first, last) in zip(runs, itertools.pairwise(starts), strict=True)]


def _words(posterior: np.ndarray) -> list[Part]:
    """Return the words; each begins at the frame of the blank before it."""
    kept = frames_of_characters(posterior)
    likely = posterior[kept]
    is_letter = likely.argmax(axis=1) != posterior.shape[1] - 1
    if not is_letter.any():
        return []
    letters, is_sure = kept[is_letter], likely[is_letter].max(axis=1) >= SURE_CHARACTER
    words: list[Part] = []
    start, is_doubtful = 0, not bool(is_sure[0])
    blanks = blanks_between(posterior, letters)
    for before, frame, blank, sure in zip(letters, letters[1:], blanks, is_sure[1:], strict=False):
        if blank >= SURE_BLANK:
            end = int(before + posterior[before:frame + 1, -1].argmax())
            words.append(Part(start, end, is_doubtful))
            start, is_doubtful = end, False
        is_doubtful |= bool(not sure or NO_BLANK < blank < SURE_BLANK)
    return [*words, Part(start, len(posterior), is_doubtful)]


def cuts_px(line: np.ndarray, parts: Sequence[Part], frames: int) -> list[int]:
    """Return where the parts of a line begin, and its width at the end, in pixels.

    line: (height, width, 3) uint8. frames: how many frames the network gave for it.
    """
    width = line.shape[1]
    inner = [_least_ink(line, (part.first + 0.5) * width / frames) for part in parts[1:]]
    return [0, *inner, width]


def _least_ink(line: np.ndarray, wanted_px: float) -> int:
    """Return the column of a (height, width, 3) line near a place that shows least of letters."""
    low = max(1, int(wanted_px - CUT_REACH_PX))
    high = min(line.shape[1] - 1, int(wanted_px + CUT_REACH_PX) + 1)
    if high <= low:
        return int(wanted_px)
    # The outer rows may show the lines above and below.
    contrast = line[4:-4, low:high].mean(axis=2).std(axis=0)
    return low + int(np.argmin(contrast + CUT_DISTANCE_WEIGHT * np.abs(np.arange(low, high) - wanted_px)))
