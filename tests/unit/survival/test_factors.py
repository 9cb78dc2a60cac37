"""Released curves → hazard ratios, or words in their place."""

from collections.abc import Sequence

import numpy as np
import pytest

from tests.unit.survival.factor_curves import Leaving, curve, plain, times
from tfrq import language
from tfrq.disclosure import ReleasedTimes
from tfrq.errors import PolicyError
from tfrq.model import Levels
from tfrq.survival import cox
from tfrq.survival.cox import Subjects
from tfrq.survival.factors import CoxModel, Factor, HazardRatio, estimate, estimating, models, read
from tfrq.survival.factors.models import cox_model
from tfrq.survival.factors.reading import countries

QUICK: Leaving = [(182, 30, 0, 5), (365, 20, 0, 5), (730, 10, 0, 10)]
SLOW: Leaving = [(182, 15, 0, 5), (365, 15, 0, 10), (730, 8, 0, 12)]
NEVER: Leaving = [(182, 0, 0, 5), (365, 0, 0, 10), (730, 0, 0, 12)]


def factors(*names: str) -> tuple[Factor, ...]:
    return read(names, lambda text: language.parse(text, index="first TFR attempt"))


def ratio(model: CoxModel, level: str, factor: str = "") -> HazardRatio:
    (found,) = [one for one in model.ratios if one.level == level and factor in ("", one.factor)]
    return found


def model(released: ReleasedTimes, *names: str) -> CoxModel:
    asked = factors(*names)
    return cox_model(released, asked, asked)


def by_hand(slow: Leaving, quick: Leaving, at_risk: int = 100) -> cox.CoxFit:
    """The same curves written out as subjects."""
    rows = []
    for group, leaving in enumerate((slow, quick)):
        left = at_risk
        for end, events, competing, censored in leaving:
            rows += [(end, 1, group)] * events + [(end, 0, group)] * (competing + censored)
            left -= events + competing + censored
        rows += [(leaving[-1][0], 0, group)] * left
    data = np.array(rows, dtype=float)
    strata = np.zeros(len(data), dtype=np.int64)
    groups = np.arange(len(data))
    found = cox.fit(Subjects(data[:, 0], data[:, 1] == 1, groups, data[:, 2:], strata))
    assert found is not None
    return found


def test_a_released_curve_is_as_many_subjects_with_tied_times() -> None:
    found = ratio(model(plain({"no": SLOW, "yes": QUICK}), "interferon"), "yes")
    fit = by_hand(SLOW, QUICK)
    assert found.ratio == pytest.approx(np.exp(fit.coefficients[0]))
    assert found.low == pytest.approx(np.exp(fit.coefficients[0] - 1.959964 * fit.errors[0]))
    assert found.high == pytest.approx(np.exp(fit.coefficients[0] + 1.959964 * fit.errors[0]))
    assert (found.reference, found.subjects, found.events) == ("no", 100, 60)


def test_the_model_has_its_tests_and_numbers() -> None:
    found = model(plain({"no": SLOW, "yes": QUICK}), "interferon")
    assert [one.name for one in found.tests] == ["likelihood ratio", "Wald", "score"]
    assert [one.factor for one in found.proportional] == ["interferon", ""]
    assert (found.subjects, found.events, found.missing) == (200, 98, 0)
    assert ratio(found, "no").words == "reference"


def test_what_competes_censors() -> None:
    competing: Leaving = [(182, 30, 5, 0), (365, 20, 5, 0), (730, 10, 10, 0)]
    found = ratio(model(plain({"no": SLOW, "yes": competing}), "interferon"), "yes")
    same = ratio(model(plain({"no": SLOW, "yes": QUICK}), "interferon"), "yes")
    assert found.ratio == pytest.approx(same.ratio)


def test_curves_are_put_on_the_steps_they_have_in_common() -> None:
    coarse: Leaving = [(365, 50, 0, 10), (730, 10, 0, 10)]
    slow: Leaving = [(365, 30, 0, 15), (730, 8, 0, 12)]
    found = ratio(model(plain({"no": SLOW, "yes": coarse}), "interferon"), "yes")
    assert found.ratio == pytest.approx(np.exp(by_hand(slow, coarse).coefficients[0]))


def test_exact_days_are_kept_apart() -> None:
    slow: Leaving = [(10, 1, 0, 0), (30, 1, 0, 1), (50, 1, 0, 0), (90, 0, 0, 1)]
    quick: Leaving = [(5, 1, 0, 0), (20, 2, 0, 0), (30, 1, 0, 1)]
    exact = times(curve("no", 5, slow), curve("yes", 5, quick), exact=True)
    found = ratio(model(exact, "interferon"), "yes")
    assert found.ratio == pytest.approx(np.exp(by_hand(slow, quick, 5).coefficients[0]))


def test_those_not_assessable_are_missing_and_counted_where_they_are_told() -> None:
    told = times(curve("no", 100, SLOW), curve("yes", 100, QUICK), curve("unknown", 12))
    found = model(told, "interferon")
    assert (found.missing, found.subjects) == (12, 200)


def test_a_level_joined_with_the_unknown_is_neither_a_level_nor_a_reference() -> None:
    curves = [curve("low", 100, SLOW), curve("intermediate", 100, QUICK)]
    found = model(times(*curves, curve("high+unknown", 90, QUICK)), "sokal")
    assert [one.level for one in found.ratios] == ["low", "intermediate", "high"]
    assert (ratio(found, "high").words, ratio(found, "high").subjects) == (models.NO_CURVE, None)
    assert (found.missing, found.subjects) == (90, 200)
    assert "some of 'high' are joined" in " ".join(found.words)
    alone = model(times(*curves), "sokal")
    assert ratio(found, "intermediate") == ratio(alone, "intermediate")


def test_what_is_joined_with_those_not_followed_is_of_the_followed() -> None:
    everybody = "young | low+young | high+unknown | unknown+not followed"
    asked = factors("interferon", "sokal")
    found = cox_model(times(curve(everybody, 50, QUICK)), asked, asked)
    assert {one.words for one in found.ratios} == {models.NO_CURVE}
    assert found.missing == 50


def test_joined_levels_are_one_level() -> None:
    found = model(plain({"low+intermediate": SLOW, "high": QUICK}), "sokal")
    assert [one.level for one in found.ratios] == ["low+intermediate", "high"]
    assert ratio(found, "high").reference == "low+intermediate"


def test_a_level_without_events_is_said_and_the_others_stay_as_they_are() -> None:
    found = model(plain({"low": SLOW, "intermediate": NEVER, "high": QUICK}), "sokal")
    assert ratio(found, "intermediate").words == models.NO_EVENTS
    assert ratio(found, "intermediate").events == 0
    alone = model(plain({"low": SLOW, "high": QUICK}), "sokal")
    assert ratio(found, "high").ratio == pytest.approx(ratio(alone, "high").ratio)


def test_a_reference_without_events_leaves_nothing_to_estimate() -> None:
    found = model(plain({"low": NEVER, "intermediate": SLOW, "high": QUICK}), "sokal")
    for level in ("intermediate", "high"):
        assert ratio(found, level).words == models.NO_EVENTS_IN_REFERENCE
        assert ratio(found, level).ratio is None


def test_an_endpoint_that_never_happens_is_said() -> None:
    found = model(plain({"no": NEVER, "yes": NEVER}), "interferon")
    assert ratio(found, "yes").words == models.NO_EVENTS
    assert "no event is told" in " ".join(found.words)
    assert found.tests == ()


def test_a_factor_with_one_level_has_nothing_to_compare_with() -> None:
    found = model(times(curve("no", 100, SLOW), curve("yes", 0)), "interferon")
    assert ratio(found, "no").words == models.ONE_LEVEL
    assert (ratio(found, "yes").words, ratio(found, "yes").subjects) == (models.NO_PATIENTS, 0)


def test_a_level_whose_curve_is_not_told_is_said() -> None:
    found = model(times(curve("low", 100, SLOW), curve("high", 100, QUICK)), "sokal")
    assert ratio(found, "intermediate").words == models.NO_CURVE
    assert ratio(found, "intermediate").subjects is None


def test_a_level_of_a_single_factor_without_a_curve_is_left_out_by_name() -> None:
    curves = [curve("low", 100, SLOW), curve("intermediate", 30), curve("high", 100, QUICK)]
    found = model(times(*curves), "sokal")
    left = ratio(found, "intermediate")
    assert (left.words, left.subjects, left.events) == (models.NO_CURVE, 30, None)
    assert "'intermediate' holds too few events or censorings" in " ".join(found.words)
    assert (found.subjects, found.missing) == (200, 30)
    assert ratio(found, "high").ratio is not None


def test_curves_are_compared_up_to_the_end_of_the_first_that_ends() -> None:
    found = model(plain({"no": SLOW, "yes": QUICK[:2]}), "interferon")
    cut = model(plain({"no": SLOW[:2], "yes": QUICK[:2]}), "interferon")
    assert found.ratios == cut.ratios
    assert found.words == ("hazards are compared up to 12 months, where the curve of yes ends.",)
    assert cut.words == ()


def test_curves_without_a_step_in_common_are_not_compared() -> None:
    found = model(plain({"no": [(182, 9, 0, 9)], "yes": [(365, 20, 0, 9)]}), "interferon")
    assert {one.words for one in found.ratios} == {models.NOT_TOLD}
    assert "no step in common" in " ".join(found.words)


def test_exact_curves_hide_nobody() -> None:
    gone: Leaving = [(9, 4, 0, 1)]
    found = model(times(curve("low", 5, gone), curve("high", 5, gone), exact=True), "sokal")
    assert ratio(found, "intermediate").words == models.NO_PATIENTS
    asked = factors("interferon", "sokal")
    curves = [curve(one, 5, gone) for one in ("no | low", "no | high", "yes | unknown")]
    found = cox_model(times(*curves, exact=True), asked, asked)
    assert (ratio(found, "yes").words, ratio(found, "yes").subjects) == (models.NOT_TOGETHER, 0)
    assert (found.missing, found.subjects) == (5, 10)


def test_another_level_stands_in_for_a_reference_that_is_not_told() -> None:
    found = model(plain({"intermediate": SLOW, "high": QUICK}), "sokal")
    assert ratio(found, "high").reference == "intermediate"
    assert "'low' has no curve" in " ".join(found.words)


def test_nothing_told_at_all_is_no_fault() -> None:
    found = model(times(), "interferon")
    assert [one.words for one in found.ratios] == [models.NO_CURVE] * 2
    assert (found.subjects, found.events, found.missing) == (None, None, None)


@pytest.mark.filterwarnings("error")
def test_complete_separation_is_said() -> None:
    """All of one level go, and only then the first of the other."""
    early: Leaving = [(182, 20, 0, 0)]
    late: Leaving = [(182, 0, 0, 0), (365, 20, 0, 0)]
    found = model(plain({"no": late, "yes": early}, 20), "interferon")
    assert ratio(found, "yes").ratio is None
    assert ratio(found, "yes").words in (models.SEPARATION, models.NOT_CONVERGED)


JOINT = {
    "no | low": SLOW,
    "no | high": [(182, 20, 0, 5), (365, 18, 0, 8), (730, 9, 0, 9)],
    "yes | low": [(182, 22, 0, 5), (365, 17, 0, 8), (730, 9, 0, 11)],
    "yes | high": QUICK,
}


def test_several_factors_are_adjusted_for_each_other() -> None:
    found = model(plain(JOINT), "interferon", "sokal")
    assert ratio(found, "yes", "interferon").subjects == 200
    assert ratio(found, "high", "sokal").ratio is not None
    assert [one.factor for one in found.proportional] == ["interferon", "sokal", ""]
    assert found.missing == 0


def test_a_block_whose_members_differ_in_a_factor_is_not_in_the_model() -> None:
    mixed = curve("no | intermediate+yes | low", 40, QUICK[:1])
    curves = [curve(strata, 100, leaving) for strata, leaving in JOINT.items()]
    found = model(times(*curves, mixed), "interferon", "sokal")
    plainly = model(plain(JOINT), "interferon", "sokal")
    assert found.missing == 40
    assert "not in the model" in " ".join(found.words)
    assert ratio(found, "yes", "interferon").ratio == ratio(plainly, "yes", "interferon").ratio


def test_factors_that_say_the_same_are_collinear() -> None:
    found = model(plain({"no | low": SLOW, "yes | high": QUICK}), "interferon", "sokal")
    assert ratio(found, "yes", "interferon").words == models.COLLINEAR
    assert "say the same" in " ".join(found.words)


def test_strata_have_hazards_of_their_own() -> None:
    """Two countries whose curves are the same up to how quick everything goes."""
    slower: Leaving = [(182, 2, 0, 0), (365, 2, 0, 0)]
    faster: Leaving = [(182, 60, 0, 0), (365, 30, 0, 0)]
    curves = {"no | DK": SLOW, "yes | DK": QUICK, "no | SE": slower, "yes | SE": slower}
    stratified = ratio(model(plain(curves), "interferon"), "yes")
    curves |= {"no | SE": faster, "yes | SE": faster}
    again = ratio(model(plain(curves), "interferon"), "yes")
    alone = ratio(model(plain({"no": SLOW, "yes": QUICK}), "interferon"), "yes")
    assert 1 < (again.ratio or 0) < (stratified.ratio or 0) < (alone.ratio or 0)


@pytest.mark.parametrize("untold", list(JOINT))
def test_a_model_is_of_all_combinations_or_none(untold: str) -> None:
    """Without the one whose curve is not told the others would be chosen by outcome."""
    curves = [
        curve(name, 100, () if name == untold else leaving) for name, leaving in JOINT.items()
    ]
    asked = factors("interferon", "sokal")
    for some in (asked[:1], asked[1:], asked):
        found = cox_model(times(*curves), some, asked)
        told = [one for one in found.ratios if one.level != "intermediate"]
        assert {(one.words, one.subjects, one.events) for one in told} == {
            (models.NOT_TOLD, 200, None)
        }
        assert (found.subjects, found.events, found.missing) == (None, None, 0)
        assert (found.tests, found.proportional) == ((), ())
        assert "--exact" in " ".join(found.words)


def test_combinations_that_hold_nobody_or_the_unknown_need_no_curve() -> None:
    curves = [curve(name, 100, leaving) for name, leaving in JOINT.items()]
    more = [curve("no | intermediate", 0), curve("no | unknown", 12), curve("unknown | low", 9)]
    asked = factors("interferon", "sokal")
    for some in (asked[:1], asked[1:], asked):
        found = cox_model(times(*curves, *more), some, asked)
        plainly = cox_model(times(*curves), some, asked)
        assert (found.missing, found.subjects) == (21, 400)
        of = [one for one in found.ratios if one.level != "intermediate"]
        assert of == [one for one in plainly.ratios if one.level != "intermediate"]


def test_each_alone_is_among_those_of_whom_every_factor_is_told() -> None:
    """A block whose first factor is known and whose second is not is in no model."""
    curves = [curve(name, 100, leaving) for name, leaving in JOINT.items()]
    unknown = curve("yes | unknown", 60, [(182, 50, 0, 10)])
    asked = factors("interferon", "sokal")
    found = cox_model(times(*curves, unknown), asked[:1], asked)
    assert ratio(found, "yes") == ratio(cox_model(times(*curves), asked[:1], asked), "yes")


def test_the_order_of_factors_changes_no_result() -> None:
    asks: list[Sequence[Levels]] = []

    def record(axis: str, levels: Sequence[Levels]) -> ReleasedTimes:
        asks.append(levels)
        return plain({f"{name} | met": leaving for name, leaving in JOINT.items()})

    names = ("sokal", "interferon", "MR5 at index")
    one = estimate(factors(*names), record, None)
    other = estimate(factors(*reversed(names)), record, None)
    assert asks[0] == asks[1]
    assert [of.rest for of in asks[0]] == ["no", "high", "not met"]
    assert [model.factors for model in one.alone] == [(of.name,) for of in one.asked]
    assert one.alone == other.alone[::-1]
    assert one.together is not None
    assert other.together is not None
    for ours in one.together.ratios:
        theirs = ratio(other.together, ours.level, ours.factor)
        assert (theirs.ratio or 0) == pytest.approx(ours.ratio or 0, rel=1e-9)
        assert (theirs.words, theirs.events) == (ours.words, ours.events)


def test_combinations_with_places_or_sexes_are_refused_by_the_policy() -> None:
    strata = ("country", countries(("DK", "SE")))
    for asked, behind in ((factors("sex", "sokal"), None), (factors("sokal"), strata)):
        with pytest.raises(PolicyError, match="cannot be released") as error:
            estimate(asked, ask, behind)
        assert "--exact" in error.value.hint
    assert estimate(factors("interferon", "sokal"), ask, None, exact=True).together is not None


def ask(axis: str, levels: Sequence[Levels]) -> ReleasedTimes:
    if axis:
        return times(curve("female", 100, SLOW), curve("male", 100, QUICK), axis=axis)
    return plain(JOINT if len(levels) > 1 else {"no": SLOW, "yes": QUICK})


def test_sex_is_asked_by_its_axis_and_other_factors_by_their_levels() -> None:
    found = estimate(factors("sex"), ask, None)
    assert found.released.axis == "sex"
    assert found.together is None
    assert ratio(found.alone[0], "male").ratio is not None


def test_each_factor_alone_and_all_together() -> None:
    found = estimate(factors("interferon", "sokal"), ask, None)
    assert [one.factors for one in found.alone] == [("interferon",), ("sokal",)]
    assert found.together is not None
    assert estimating.TOGETHER.format(patients=400) in found.notes
    assert [one.subjects for one in found.alone] == [400, 400]
    assert found.notes.count("Taken alone.") == 1


def test_what_competes_is_said_with_what_is_missing() -> None:
    def competing(axis: str, levels: object) -> ReleasedTimes:
        return times(curve("no", 100, SLOW), curve("yes", 100, QUICK), competing=True)

    notes = " ".join(estimate(factors("interferon"), competing, None).notes)
    assert "cause-specific" in notes
    assert "Fine–Gray" in notes
