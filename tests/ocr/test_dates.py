"""Dates of purchase, and when day and month cannot be told apart."""

from datetime import date

import pytest

from ocr.printed.dates import find_date

LATEST = date(2026, 11, 23)
CASES = [
    (["16.05.20 09:47 Uhr"], True, date(2020, 5, 16), "09:47", False),
    (["Date: 25/12/2018 8:13:39 PM"], True, date(2018, 12, 25), "20:13", False),
    (["2026-03-14"], True, date(2026, 3, 14), None, False),
    (["2026年03月25日 (水) 13:33"], True, date(2026, 3, 25), "13:33", False),
    (["12 Mar 2018"], True, date(2018, 3, 12), None, False),
    (["Mar 12, 2018"], True, date(2018, 3, 12), None, False),
    (["Date : 12-06-201817:46:16"], True, date(2018, 6, 12), "17:46", True),
    (["#001-001-000105/01/2018 13:30"], True, date(2018, 1, 5), "13:30", True),
    (["0044 25032018 13:11:54"], True, date(2018, 3, 25), "13:11", False),
    (["03.04.2026"], False, date(2026, 4, 3), None, False),
    (["03/04/2026"], True, date(2026, 4, 3), None, True),
    (["03/04/2026"], False, date(2026, 3, 4), None, True),
    (["Le 07 févr. 2026 à 18h42"], True, date(2026, 2, 7), "18:42", False),
    (["12 août 2025 09:41"], True, date(2025, 8, 12), "09:41", False),
    (["3 de enero de 2026"], True, date(2026, 1, 3), None, False),
    (["14 mei 2026 12:10"], True, date(2026, 5, 14), "12:10", False),
    (["5 giugno 2026"], True, date(2026, 6, 5), None, False),
    (["1er juillet 2026"], True, date(2026, 7, 1), None, False),
    (["5JAN2018"], True, date(2018, 1, 5), None, False),
    (["Dec5, 2017"], True, date(2017, 12, 5), None, False),
    (["12. März 2026"], True, date(2026, 3, 12), None, False),
    (["12 Septembr 2018"], True, date(2018, 9, 12), None, False),
    (["23 MAR 18 14:02"], True, date(2018, 3, 23), "14:02", False),
    (["3 de março de 2026"], True, date(2026, 3, 3), None, False),
    (["9. Jänner 2026"], True, date(2026, 1, 9), None, False),
    (["03/04/2026", "printed 14/04/2026"], False, date(2026, 4, 3), None, False),
    (["TEL 0221 555", "valid until 31.12.2025", "01.02.2025 10:00"], True, date(2025, 2, 1), "10:00", False),
]


@pytest.mark.parametrize(("texts", "day_first", "value", "time", "is_ambiguous"), CASES)
def test_the_date_of_purchase_is_found(
        texts: list[str], day_first: bool, value: date, time: str | None, is_ambiguous: bool) -> None:
    found = find_date(texts, day_first=day_first, latest=LATEST)
    assert found is not None
    assert (found.value, found.time, found.is_ambiguous) == (value, time, is_ambiguous)


@pytest.mark.parametrize("text", ["", "31.02.2020", "99/99/9999", "12.05", "01.01.2031", "Tel 12-34-56789",
                                  "1 Marinara 12", "2 Set 15", "1 Magnum 20 ", "3 General 15", "2 Decaf 10",
                                  "Gouda jung 7.02", "Sale marino  2,14", "1 Gouda jung  12,50", "1 Jung 2 12,50"])
def test_what_is_no_past_date_is_not_one(text: str) -> None:
    assert find_date([text], day_first=True, latest=LATEST) is None
