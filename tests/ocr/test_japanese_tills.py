"""Japanese receipts as text from pictures gives them: whole columns apart, marks of two tax rates, years of an era."""

from datetime import date
from decimal import Decimal

import pytest

from ocr.dates import find_date
from ocr.meaning import non_food_category
from ocr.measures import find_measure
from ocr.plain_text import words_of_text
from ocr.receipt import parse_words
from pantry.vocabulary import Category

AS_OF = date(2026, 11, 30)

RECEIPTS = [
    ("names and sums, then all money", 922, [
        ("国産豚ロース切身", 498), ("絹厚揚げ", 98), ("えのき茸", 78), ("人参 3本入", 128), ("キャットフード", 198),
    ], """スーパーみなみ 南店
TEL 0120-555-014
2026年 3月24日(火)  9:58  レジ0102
ご優待 現金専用
国産豚ロース切身
値引 30%
絹厚揚げ
えのき茸
人参 3本入
キャットフード
小計
外税 8% 対象
外税 8%
外税10% 対象
外税10%
合計
現金
お釣り
買上点数
※は軽減税率対象
¥498※
-149
¥98※
¥78※
¥128※
¥198
¥851
¥653
¥52
¥198
¥19
¥922
¥1,022
¥100
6点"""),
    ("two subtotals by tax rate, a bag for less than a coin", 450, [
        ("手巻おにぎり鮭", 150), ("緑茶600ml", 140), ("ホットコーヒーR", 120), ("レジ袋 中", 5)], """まちかどストア
電話：03-5555-0142　レジ#1
2026年03月24日(火)17：09　責042
領　収　書
手巻おにぎり鮭
緑茶600ml
ホットコーヒーR
レジ袋 中
小　計（税抜 8％）
消費税等（ 8％）
小　計（税抜10％）
消費税等（10％）
合　計
（税率 8％対象　￥313）
（税率10％対象　￥137）
電子マネー支払
［＊］マークは軽減税率対象です。
＊150
＊140
120
5
￥290
￥23
￥125
￥12
￥450
￥450"""),
    ("a rate before each price", 792, [
        ("からあげ 5個", 238), ("サンドイッチたまご", 298), ("麦茶 525ml", 256),
    ], """ひまわりストア
2026年3月24日(火) 12:44 No.123456
からあげ 5個
サンドイッチたまご
麦茶 525ml
2 コ X 単 128
軽 238
軽 298
軽 256
合計 4点  ¥792
(消費税等 ¥58)
PayPay  ¥792"""),
    ("prices below a hundred yen", 885, [
        ("しめじ", 98), ("木綿豆腐300g", 49), ("納豆 3P", 79), ("豚小間切れ", 412), ("歯ブラシ", 198)], """激安堂
 2026.03.24 15:02  レジ3
外8 しめじ
外8 木綿豆腐300g
外8 納豆 3P
外8 豚小間切れ
外10 歯ブラシ
会員割引 3/103
98
49
79
412
198
-19
小計  817
外税額  49
外税額  19
合計 5点  ¥885
お預り  1,005
お釣り  120"""),
    ("one row of a column kept its price", 2892, [
        ("鶏もも肉2kg", 1180), ("冷凍ほうれん草500g", 594), ("輪切り唐がらし", 138), ("スパゲッティ5kg", 980),
    ], """業務マート 三鷹店
2026年3月24日(火)11:20
鶏もも肉2kg
冷凍ほうれん草500g
(198 x 3)
輪切り唐がらし
内8 スパゲッティ5kg 980
1,180
198
594
138
小計 6点 2,892
合計 ¥2,892
お預り ¥3,000
お釣 ¥108"""),
    ("a count, what one costs and the sum on rows of their own", 1000, [
        ("唐揚げ定食", 750), ("ウーロン茶", 250),
    ], """食堂 さくら
2026年3月24日 19:30
唐揚げ定食
1
¥750
¥750
ウーロン茶
2
¥125
¥250
合計
¥1,000"""),
    ("money above its words", 1100, [("ﾐｯｸｽｻﾝﾄﾞ", 380), ("ﾌﾙｰﾂｻﾝﾄﾞ", 420), ("ｱｲｽｺｰﾋｰ", 300)], """サンドの店 ルミエール
2026年3月24日
¥380※
ﾐｯｸｽｻﾝﾄﾞ
¥420※
ﾌﾙｰﾂｻﾝﾄﾞ
¥300※
ｱｲｽｺｰﾋｰ
¥1,100
合計
¥81
(消費税
¥1,100
交通系
¥2,345
SUICA残高"""),
    ("a price in the name", 1300, [("150円皿", 300), ("260円皿", 1000)], """回転寿司 海峡
令和8年3月24日 18:40
150円皿 x 2  300
260円皿  1,000
合計  1,300
お預り  1,300
お釣り  0"""),
]


@pytest.mark.parametrize(("total", "items", "text"), [case[1:] for case in RECEIPTS],
                         ids=[case[0] for case in RECEIPTS])
def test_names_money_and_day_are_read(total: int, items: list[tuple[str, int]], text: str) -> None:
    reading = parse_words(list(words_of_text(text)), as_of=AS_OF, has_boxes=False)
    assert (reading.currency, reading.total_minor, reading.reconciled) == ("JPY", total, True)
    assert sorted((line.name, line.total_minor) for line in reading.items) == sorted(items)
    assert reading.purchased_on == date(2026, 3, 24)


@pytest.mark.parametrize("text", [
    "令和8年3月24日", "R8.3.24 12:00", "R8年 3月24日", "26年03月24日 12:09", "26-03-24",
    "26/03/24(火)", "2026年 3月24日",
])
def test_days_of_japanese_tills_begin_with_the_year(text: str) -> None:
    found = find_date([text], day_first=True, latest=AS_OF, is_certain=True, year_first=True)
    assert found is not None
    assert (found.value, found.is_ambiguous) == (date(2026, 3, 24), False)


def test_years_of_the_era_before_are_told() -> None:
    found = find_date(["平成30年12月1日"], day_first=True, latest=AS_OF, is_certain=True, year_first=True)
    assert found is not None
    assert found.value == date(2018, 12, 1)


def test_other_countries_do_not_begin_with_a_short_year() -> None:
    found = find_date(["26/03/24"], day_first=True, latest=AS_OF, is_certain=True)
    assert found is not None
    assert found.value == date(2024, 3, 26)


def test_the_price_of_a_hundred_grams_and_the_weight_are_read() -> None:
    measure = find_measure("100g当り 178円  235g  ¥418", decimals=0)
    assert measure is not None
    assert (measure.quantity, measure.unit, measure.unit_price_minor) == (Decimal("0.235"), "kg", 1780)


@pytest.mark.parametrize(("name", "category"), [
    ("レジ袋 中", Category.HOUSEHOLD), ("トイレットペーパー12R", Category.HOUSEHOLD),
    ("薬用ハミガキ", Category.PERSONAL_CARE), ("牛乳", None),
])
def test_goods_that_are_no_food_are_told_in_japanese(name: str, category: Category | None) -> None:
    assert non_food_category(name) is category
