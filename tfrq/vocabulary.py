"""Levels, drugs, scores, transcripts, countries, markers: words and numbers, no logic.

Source of the clinical facts: docs/domain.md (sections named at each table).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True)
class Level:
    """A molecular response level: cut-off in per cent on the International Scale, and the
    reference gene copies that show it (0: any depth shows it)."""

    name: str
    cutoff: Decimal
    abl1_copies: int
    gusb_copies: int


# docs/semantics.md §4; copies from docs/domain.md §1.2 (GUSB figures unchecked there).
LEVELS = (
    Level("MR1", Decimal("10"), 0, 0),
    Level("MR2", Decimal("1"), 0, 0),
    Level("MR3", Decimal("0.1"), 0, 0),
    Level("MR4", Decimal("0.01"), 10_000, 24_000),
    Level("MR4.5", Decimal("0.0032"), 32_000, 77_000),
    Level("MR5", Decimal("0.001"), 100_000, 240_000),
)
LEVEL_SYNONYMS = {"MMR": "MR3", "DMR": "MR4"}
UNDETECTABLE = "undetectable"
UNDETECTABLE_SYNONYMS = ("undetectable", "not detected", "CMR", "UMRD")
# Scales of BCR::ABL1 results, and the signs of a result, its upper and its lower bounds.
IS, LOCAL = "IS", "local"
UPPER_BOUNDS, LOWER_BOUNDS = ("<", "<="), (">", ">=")
OPERATORS = ("=", *UPPER_BOUNDS, *LOWER_BOUNDS)
OPERATOR_SYNONYMS = {
    "==": "=",
    **dict.fromkeys(("≤", "⩽", "≦", "=<"), "<="),
    **dict.fromkeys(("≥", "⩾", "≧", "=>"), ">="),
}
REFERENCE_GENES = ("ABL1", "GUSB", "BCR", "other")
METHODS = ("RT-qPCR", "dPCR", "cartridge")
SAMPLE_TYPES = ("blood", "bone marrow")


@dataclass(frozen=True)
class Drug:
    """A drug by generic name; `drug_class` is empty for what is no tyrosine kinase inhibitor."""

    name: str
    drug_class: str
    synonyms: tuple[str, ...] = ()
    atc: tuple[str, ...] = ()


# docs/domain.md §2.1. Old ATC codes are unchecked there.
DRUGS = (
    Drug("imatinib", "1G TKI", ("Glivec", "Gleevec", "STI571"), ("L01EA01", "L01XE01")),
    Drug("dasatinib", "2G TKI", ("Sprycel", "BMS-354825"), ("L01EA02", "L01XE06")),
    Drug("nilotinib", "2G TKI", ("Tasigna", "AMN107"), ("L01EA03", "L01XE08")),
    Drug("bosutinib", "2G TKI", ("Bosulif", "SKI-606"), ("L01EA04", "L01XE14")),
    Drug("ponatinib", "3G TKI", ("Iclusig", "AP24534"), ("L01EA05", "L01XE24")),
    Drug("asciminib", "allosteric TKI", ("Scemblix", "ABL001"), ("L01EA06",)),
    Drug("radotinib", "2G TKI", ("Supect",)),
    Drug("flumatinib", "2G TKI", ("Haosen Xinfu",)),
    Drug(
        "interferon",
        "",
        ("interferon alfa", "interferon-alfa", "IFN", "peginterferon", "ropeginterferon"),
        ("L03AB01", "L03AB04", "L03AB05", "L03AB10", "L03AB11", "L03AB15"),
    ),
    Drug("hydroxyurea", "", ("hydroxycarbamide",), ("L01XX05",)),
    Drug("cytarabine", "", (), ("L01BC01",)),
    Drug("busulfan", "", (), ("L01AB01",)),
    Drug("omacetaxine", "", (), ("L01XX40",)),
)
TKIS = tuple(drug.name for drug in DRUGS if drug.drug_class)
DRUG_CLASSES = {
    "TKI": TKIS,
    **{
        name: tuple(drug.name for drug in DRUGS if drug.drug_class == name)
        for name in ("1G TKI", "2G TKI", "3G TKI", "allosteric TKI")
    },
}

SEXES = ("female", "male")
PHASES = ("chronic", "accelerated", "blast")
TFR_ATTEMPT = "TFR attempt"
# Why a treatment record ended. "dose change" ends a record, never a drug.
STOP_REASONS = (
    "intolerance",
    "resistance",
    "toxicity",
    TFR_ATTEMPT,
    "pregnancy",
    "trial",
    "dose change",
    "other",
)
STOP_REASON_SYNONYMS = {"failure": "resistance", "TFR": TFR_ATTEMPT}
RESTART_REASONS = ("molecular recurrence", "patient wish", "withdrawal syndrome", "other")
DEATH_CAUSES = ("CML", "transplant", "other malignancy", "cardiovascular", "other")
DEATH, LAST_CONTACT = "death", "last contact"
EVENTS = (
    "accelerated phase",
    "blast phase",
    "transplant",
    "mutation",
    "restart",
    DEATH,
    LAST_CONTACT,
)

# docs/domain.md §1.4. Typical transcripts are the ones that the International Scale holds for.
TRANSCRIPTS = (
    "e13a2",
    "e14a2",
    "p210 unspecified",
    "e1a2",
    "e19a2",
    "e13a3",
    "e14a3",
    "e6a2",
    "e8a2",
)
TYPICAL_TRANSCRIPTS = ("e13a2", "e14a2")
UNSPECIFIED_TRANSCRIPT = "p210 unspecified"
TRANSCRIPT_SYNONYMS = {
    "b2a2": "e13a2",
    "b3a2": "e14a2",
    "p210": "p210 unspecified",
    "p190": "e1a2",
    "p230": "e19a2",
}

RISK_GROUPS = ("low", "intermediate", "high")
# EUTOS has no intermediate group (docs/domain.md §5.1).
SCORES = {
    "Sokal": RISK_GROUPS,
    "Hasford": RISK_GROUPS,
    "EUTOS": ("low", "high"),
    "ELTS": RISK_GROUPS,
}

SITE_STATUSES = (
    "on hold",
    "transferring",
    "awaiting mapping",
    "mapping",
    "finalising",
    "finalised",
)

# docs/domain.md §5.3: marker → the units it is reported in, in the spelling of the lake.
MARKERS = {
    "NK cells": ("10^9/L", "% of lymphocytes"),
    "CD56dim NK cells": ("10^9/L", "% of lymphocytes", "% of NK cells"),
    "CD56bright NK cells": ("10^9/L", "% of lymphocytes", "% of NK cells"),
    "CD57+CD62L- NK cells": ("% of NK cells",),
    "TNF/IFN-gamma secreting NK cells": ("% of NK cells",),
    "CD4 T cells": ("10^9/L", "% of lymphocytes"),
    "CD8 T cells": ("10^9/L", "% of lymphocytes"),
    "PD-1+ CD4 T cells": ("% of CD4 T cells",),
    "PD-1+ CD8 T cells": ("% of CD8 T cells",),
    "Tregs": ("10^9/L", "% of CD4 T cells"),
    "gamma-delta T cells": ("10^9/L", "% of lymphocytes"),
    "CD86+ pDC": ("per 10^5 lymphocytes",),
    "mo-MDSC": ("% of mononuclear cells",),
    "haemoglobin": ("g/L",),
    "leukocytes": ("10^9/L",),
    "platelets": ("10^9/L",),
}
# Units that a definition may name → the lake's unit, and its factor to it. Percentages of cells are
# never converted into counts: that needs another measurement.
UNIT_FACTORS = {
    "cells/µL": ("10^9/L", Decimal("0.001")),
    **{unit: (unit, Decimal(1)) for units in MARKERS.values() for unit in units},
}
UNIT_SYNONYMS = {
    "x10^9/L": "10^9/L",
    "x 10^9/L": "10^9/L",
    "× 10^9/L": "10^9/L",
    "×10^9/L": "10^9/L",
    "cells/uL": "cells/µL",
    "cells/μL": "cells/µL",
    "/µL": "cells/µL",
    "/uL": "cells/µL",
    "/μL": "cells/µL",
}
# What the baseline columns of `patients` hold, in their units.
BASELINE_MARKERS = {"haemoglobin": "g/L", "leukocytes": "10^9/L", "platelets": "10^9/L"}
MARKER_SYNONYMS = {
    "hemoglobin": "haemoglobin",
    "regulatory T cells": "Tregs",
}
UNITS = tuple(sorted({unit for units in MARKERS.values() for unit in units}))
PRESERVATIONS = ("fresh", "frozen")

# ISO 3166-1 alpha-2 codes of countries (XK by common use), in one text so that it loads fast.
_COUNTRIES = (
    "AD Andorra|AE United Arab Emirates|AF Afghanistan|AL Albania|AM Armenia|AO Angola|"
    "AR Argentina|AT Austria|AU Australia|AZ Azerbaijan|BA Bosnia and Herzegovina|BB Barbados|"
    "BD Bangladesh|BE Belgium|BF Burkina Faso|BG Bulgaria|BH Bahrain|BI Burundi|BJ Benin|"
    "BN Brunei|BO Bolivia|BR Brazil|BS Bahamas|BT Bhutan|BW Botswana|BY Belarus|BZ Belize|"
    "CA Canada|CD Democratic Republic of the Congo|CF Central African Republic|CG Congo|"
    "CH Switzerland|CI Ivory Coast|CL Chile|CM Cameroon|CN China|CO Colombia|CR Costa Rica|"
    "CU Cuba|CV Cape Verde|CY Cyprus|CZ Czechia|DE Germany|DJ Djibouti|DK Denmark|"
    "DO Dominican Republic|DZ Algeria|EC Ecuador|EE Estonia|EG Egypt|ER Eritrea|ES Spain|"
    "ET Ethiopia|FI Finland|FJ Fiji|FR France|GA Gabon|GB United Kingdom|GE Georgia|GH Ghana|"
    "GM Gambia|GN Guinea|GQ Equatorial Guinea|GR Greece|GT Guatemala|GW Guinea-Bissau|"
    "GY Guyana|HK Hong Kong|HN Honduras|HR Croatia|HT Haiti|HU Hungary|ID Indonesia|IE Ireland|"
    "IL Israel|IN India|IQ Iraq|IR Iran|IS Iceland|IT Italy|JM Jamaica|JO Jordan|JP Japan|"
    "KE Kenya|KG Kyrgyzstan|KH Cambodia|KR South Korea|KW Kuwait|KZ Kazakhstan|LA Laos|"
    "LB Lebanon|LI Liechtenstein|LK Sri Lanka|LR Liberia|LS Lesotho|LT Lithuania|LU Luxembourg|"
    "LV Latvia|LY Libya|MA Morocco|MC Monaco|MD Moldova|ME Montenegro|MG Madagascar|"
    "MK North Macedonia|ML Mali|MM Myanmar|MN Mongolia|MO Macao|MR Mauritania|MT Malta|"
    "MU Mauritius|MV Maldives|MW Malawi|MX Mexico|MY Malaysia|MZ Mozambique|NA Namibia|"
    "NE Niger|NG Nigeria|NI Nicaragua|NL Netherlands|NO Norway|NP Nepal|NZ New Zealand|OM Oman|"
    "PA Panama|PE Peru|PG Papua New Guinea|PH Philippines|PK Pakistan|PL Poland|PR Puerto Rico|"
    "PS Palestine|PT Portugal|PY Paraguay|QA Qatar|RO Romania|RS Serbia|RU Russia|RW Rwanda|"
    "SA Saudi Arabia|SC Seychelles|SD Sudan|SE Sweden|SG Singapore|SI Slovenia|SK Slovakia|"
    "SL Sierra Leone|SM San Marino|SN Senegal|SO Somalia|SR Suriname|SS South Sudan|"
    "SV El Salvador|SY Syria|SZ Eswatini|TD Chad|TG Togo|TH Thailand|TJ Tajikistan|"
    "TL Timor-Leste|TM Turkmenistan|TN Tunisia|TR Turkey|TT Trinidad and Tobago|TW Taiwan|"
    "TZ Tanzania|UA Ukraine|UG Uganda|US United States|UY Uruguay|UZ Uzbekistan|VE Venezuela|"
    "VN Vietnam|XK Kosovo|YE Yemen|ZA South Africa|ZM Zambia|ZW Zimbabwe"
)
COUNTRIES = {entry[3:]: entry[:2] for entry in _COUNTRIES.split("|")}
COUNTRY_CODES = frozenset(COUNTRIES.values())
