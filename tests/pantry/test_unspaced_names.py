"""Japanese names lead to foods: whole ones surely, the ends of others as a guess, and nothing else."""

import pytest

from pantry.foods import catalog


@pytest.mark.parametrize(("name", "food_id"), [
    ("牛乳 1000ml", "milk"), ("ﾄﾏﾄ", "tomato"), ("タマゴ Mサイズ10個", "egg"), ("絹ごし豆腐 3個パック", "tofu"),
    ("国産若鶏もも肉", "chicken_thigh"), ("国産納豆3P", "natto"), ("食パン 6枚切", "bread_white"),
    ("北海道産玉ねぎ 3コ", "onion"), ("リンゴ", "apple"), ("(特)バナナ", "banana"),
])
def test_a_name_of_the_list_is_sure(name: str, food_id: str) -> None:
    best = catalog().resolve(name)[0]
    assert best.food_id == food_id
    assert best.score >= 0.9


@pytest.mark.parametrize(("name", "food_id"), [("みどり牧場牛乳", "milk"), ("手作り味噌", "miso")])
def test_the_end_of_a_name_is_a_guess(name: str, food_id: str) -> None:
    best = catalog().resolve(name)[0]
    assert best.food_id == food_id
    assert best.score < 0.9
    guess = catalog().classify_many([name])[0]
    assert guess is not None
    assert guess.food_share < 0.95


@pytest.mark.parametrize(("name", "food_id"), [
    ("杏仁豆腐", "pudding"), ("コーヒー牛乳", "coffee_drink"), ("玉子豆腐", "egg_tofu"),
    ("すいか", "watermelon"), ("トマトジュース", "tomato_juice"),
])
def test_a_longer_name_is_not_the_food_it_ends_in(name: str, food_id: str) -> None:
    assert catalog().resolve(name)[0].food_id == food_id


@pytest.mark.parametrize("name", ["化粧水", "うす味", "豆腐ハンバーグ", "領収証", "タオル 2枚組"])
def test_other_names_mean_nothing(name: str) -> None:
    assert catalog().resolve(name) == []
