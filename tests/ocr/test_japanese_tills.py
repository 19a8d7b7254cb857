"""Japanese receipts as text from pictures gives them: whole columns apart, marks of two tax rates, years of an era."""

from datetime import date
from decimal import Decimal

import pytest

from ocr.meaning import non_food_category
from ocr.pages.plain_text import words_of_text
from ocr.printed.dates import find_date
from ocr.printed.measures import find_measure
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
    ("numbers that end names above their prices", 812, [
        ("コーラ500", 118), ("麦茶2000", 158), ("牛乳1000", 228), ("卵10", 248)], """ストア桜
2026年3月24日
コーラ500
118※
麦茶2000
158※
牛乳1000
228※
卵10
248※
小計 752
外税8% 60
合計 812"""),
    ("numbers that end names in a column of their own", 812, [
        ("コーラ500", 118), ("麦茶2000", 158), ("牛乳1000", 228), ("卵10", 248)], """ストア桜
2026年3月24日
コーラ500
麦茶2000
牛乳1000
卵10
小計
外税8%
合計
118※
158※
228※
248※
752
60
812"""),
    ("counts behind the names, prices below", 3960, [
        ("生ビール", 1160), ("枝豆", 380), ("刺身盛合せ", 1480), ("焼きおにぎり", 580)], """居酒屋 のれん
2026年3月24日 20:15
テーブル 12 人数 2
生ビール 2
1,160
枝豆 1
380
刺身盛合せ 1
1,480
焼きおにぎり 2
580
小計 3,600
外税10% 360
合計 3,960"""),
    ("a column of counts between names and prices", 3960, [
        ("生ビール", 1160), ("枝豆", 380), ("刺身盛合せ", 1480), ("焼きおにぎり", 580)], """居酒屋 のれん
2026年3月24日 20:15
生ビール
枝豆
刺身盛合せ
焼きおにぎり
2
1
1
2
1,160
380
1,480
580
小計
3,600
外税10%
360
合計
3,960"""),
    ("article numbers above names, tax letters behind prices", 8590, [
        ("若どりさくらどり", 1880), ("ディナーロール36", 598), ("アトランサーモン", 2980), ("シュレッドチーズ", 1480),
        ("紙皿 150枚", 998)], """ホールセール西
2026/03/24 11:02
会員番号 111812988180
E 12345
若どりさくらどり
1,880 E
E 53214
ディナーロール36
598 E
E 90211
アトランサーモン
2,980 E
E 77214
シュレッドチーズ
1,480 E
1523344
紙皿 150枚
998 T
小計
7,936
税額
(消費税 8%
¥555
¥6,938)
(消費税 10%
¥99
¥998)
合計
¥8,590"""),
    ("a mark of half width before names, pieces of fish", 2861, [
        ("ﾓﾘﾉ ｷﾞｭｳﾆｭｳ", 218), ("ﾁｮｳｼﾞｭｸ ﾊﾟﾝ", 168), ("ｺｸｻﾝ ﾌﾞﾀﾋｷﾆｸ", 352), ("生さんま", 360), ("ｱｷﾀｺﾏﾁ 2KG", 1551)],
     """ｽｰﾊﾟｰ ﾏﾙｷﾞ
2026- 3-24(火) 16:20 ﾚｼﾞ 02
X ﾓﾘﾉ ｷﾞｭｳﾆｭｳ 218
X ﾁｮｳｼﾞｭｸ ﾊﾟﾝ 168
X ｺｸｻﾝ ﾌﾞﾀﾋｷﾆｸ 352
X 生さんま
@180 2尾
360
X ｱｷﾀｺﾏﾁ 2KG 1,551
小計 2,649
外税 212
合計 2,861
ｸﾚｼﾞｯﾄ 2,861"""),
    ("lone digits and marks between the rows", 2186, [
        ("鮭切身 3切", 498), ("木綿豆腐", 78), ("大根", 158), ("ねぎ", 178), ("味噌 750g", 398), ("台所洗剤", 714)],
     """緑野市場 くらし館
2026年3月24日 (火) 17:40
レジ
4
鮭切身 3切
木綿豆腐
大根
ねぎ
味噌 750g
台所洗剤
¥498※
7
¥78※
¥158※
一
¥178※
内
¥398※
¥714
小計 6点
¥2,024
外税8% ¥104
外税10% ¥58
合計
¥2,186
お預り ¥2,200
お釣り ¥14"""),
    ("the last name and the word for the sum above their money, what was paid before a total", 760, [
        ("豚ロース生姜焼", 380), ("おにぎり 鮭", 138), ("から揚げ棒", 356)], """まちかど屋
2026年3月24日 07:58
豚ロース生姜焼
30% 引
¥380
-114
おにぎり 鮭
Y138
から揚げ棒
小計
¥356
¥760
合計
¥760
(内消費税等
¥56)
PayPay支払
¥760"""),
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


def test_a_count_and_its_price_in_three_rows_are_joined_into_one() -> None:
    text = "コープ牛乳\n@208 x\n2\n416\nたまご10個\n268\n合計\n684\n2 x\n3 x\n5\n"
    assert parse_words(list(words_of_text(text)), as_of=AS_OF, has_boxes=False).total_minor == 684
