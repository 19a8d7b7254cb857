"""What the models know: lessons of the households, judged once a week."""

import time

import dagster as dg

from assets.homes import HomeResource

GROUP = "models"
NO_LESSON_MAKES_IT_WORSE = "no_lesson_makes_it_worse"


@dg.asset(
    group_name=GROUP,
    kinds={"numpy"},
    deps=["accepted_lots"],
    check_specs=[dg.AssetCheckSpec(NO_LESSON_MAKES_IT_WORSE, asset="photo_model")],
)
def photo_model(context: dg.AssetExecutionContext, larder: HomeResource) -> dg.MaterializeResult:
    """What each household taught by pictures; a lesson that makes its fixed check set worse is left out."""
    from intake.teaching import judge_lessons

    started = time.perf_counter()
    judged = {one: judge_lessons(larder.workplace(one)) for one in larder.journal().households()}
    left_out = {household: len(one.left_out) for household, one in judged.items() if one.left_out}
    for household, number in left_out.items():
        context.log.warning("%s: %d lessons are left out, the knowledge before them is kept", household, number)
    return dg.MaterializeResult(
        metadata={
            "rows": sum(len(one.judged) for one in judged.values()),
            "left_out": sum(left_out.values()),
            "right": sum(one.right for one in judged.values()),
            "checked": sum(one.checked for one in judged.values()),
            "elapsed_ms": round((time.perf_counter() - started) * 1000),
        },
        check_results=[
            dg.AssetCheckResult(
                passed=not left_out, severity=dg.AssetCheckSeverity.WARN, check_name=NO_LESSON_MAKES_IT_WORSE,
                metadata={"left_out": left_out},
            )
        ],
    )
