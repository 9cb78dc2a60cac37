"""Words of sites for values of the lake, in their languages. Suggestions, for a person to check."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import lru_cache

from tfrq import vocabulary
from tfrq.ingest.profile.guesses import is_read
from tfrq.ingest.values.spelling import folded
from tfrq.ingest.values.synonyms import synonyms as known_synonyms
from tfrq.ingest.values.transcripts import transcript
from tfrq.schema import TABLES

YES, NO = "true", "false"
DETECTED, NOT_DETECTED = "detected", "not detected"
# Lake value → words, casefolded. Mbcr and mbcr are not here: capitals make no difference in a
# mapping, and they are two transcripts.
WORDS: dict[str, dict[str, str]] = {
    "sex": {
        "female": """
            f|w|k|female|woman|kvinna|kvinne|kvinde|frau|weiblich|weibl.|nainen|n|vrouw|v|femme
            |féminin|mujer|femenino|donna|femmina|mulher|feminino|kobieta|žena|ž|nő|kadın""",
        "male": """
            m|male|man|mann|mand|männlich|männl.|herr|mies|homme|h|masculin|hombre|masculino|varón
            |uomo|maschio|homem|mężczyzna|muž|férfi|erkek""",
    },
    "phase": {
        "chronic": """
            cp|cp-cml|chronic|chronic phase|kronisk|kronisk fas|kronisk fase|chronisch
            |chronische phase|krooninen|krooninen vaihe|chronische fase|chronique|phase chronique
            |crónica|fase crónica|cronica|fase cronica|przewlekła|faza przewlekła|chronická
            |chronická fáze|kf""",
        "accelerated": """
            ap|ap-cml|accelerated|accelerated phase|accelererad|accelererad fas|akzeleriert
            |akzelerierte phase|akselerert|akseleroitunut|geaccelereerd|phase accélérée|accélérée
            |fase acelerada|acelerada|accelerata|fase accelerata|af""",
        "blast": """
            bp|bc|bp-cml|blast|blast phase|blast crisis|blastkris|blastfas|blastenkrise
            |blastenphase|blastkrise|blastikriisi|blastencrisis|phase blastique|crise blastique
            |crisis blástica|fase blástica|crisi blastica|bk""",
    },
    "risk": {
        "low": """
            low|low risk|l|låg|låg risk|lav|lav risiko|niedrig|niedriges risiko|niedrigrisiko
            |matala|laag|faible|bas|bajo|basso|baixo|niskie|niski|nízké|nízký|lr""",
        "intermediate": """
            intermediate|int|i|intermediate risk|medium|medel|mellan|intermediär|middels|mittel
            |mittleres risiko|keskisuuri|gemiddeld|intermédiaire|intermedio|intermédio|pośrednie
            |pośredni|střední|ir""",
        "high": """
            high|high risk|hög|hög risk|høy|høj|høy risiko|hoch|hohes risiko|hochrisiko|korkea
            |hoog|élevé|haut|alto|wysokie|wysoki|vysoké|vysoký|hr""",
    },
    "stop_reason": {
        "intolerance": """
            intolerance|intolerant|intoleranz|unverträglichkeit|intolerans|biverkning|biverkningar
            |haittavaikutus|bivirkning|bivirkninger|intolerantie|intolérance|intolerancia
            |intolleranza|intolerância|nietolerancja|nesnášenlivost|adverse event|side effects
            |side effect|nebenwirkung|nebenwirkungen|bijwerking|efecto adverso|ae""",
        "resistance": """
            resistance|resistant|resistenz|resistens|resistenssi|resistentie|résistance
            |resistencia|resistenza|resistência|oporność|rezistence|failure|treatment failure
            |therapieversagen|terapisvikt|behandlingssvikt|échec|fracaso|fallimento|svikt""",
        "toxicity": """
            toxicity|toxizität|toxicitet|toksisitet|toxiciteit|toxicité|toxicidad|tossicità""",
        "TFR attempt": """
            utsättning (tfr)|tfr|tfr attempt|tfr-attempt|treatment-free remission
            |treatment free remission|therapiefreie remission|absetzversuch|utsättningsförsök
            |tfr-försök|lopetusyritys|tfr-versuch|tfr-forsøk|tfr-poging|arrêt programmé
            |rémission sans traitement|remisión libre de tratamiento""",
        "pregnancy": """
            pregnancy|pregnant|graviditet|gravid|schwangerschaft|raskaus|zwangerschap|grossesse
            |embarazo|gravidanza|gravidez|ciąża|těhotenství|kinderwunsch""",
        "trial": "trial|study|clinical trial|studie|klinische studie|tutkimus|essai|ensayo|studio",
        "dose change": """
            dose change|dose reduction|dose modification|dosreduktion|dosändring|dosisreduktion
            |dosisänderung|dosisanpassung|annosmuutos|doseendring""",
        "other": """
            other|annat|annan|övrigt|andere|anderes|sonstiges|sonstige|muu|annet|andet|anders
            |autre|otro|otra|altro|outro|inne|inny|jiné|jiný""",
    },
    "cause": {
        "CML": """
            cml|kml|lmc|kmc|krooninen myelooinen leukemia|leukemia|leukämie|leukemi|progression""",
        "transplant": "transplant|transplantation|sct|hsct|gvhd|trm",
        "other malignancy": """
            other malignancy|other cancer|second malignancy|annan cancer|zweitmalignom
            |anderer krebs|muu syöpä|annen kreft|autre cancer|otro cáncer|altro tumore""",
        "cardiovascular": """
            cardiovascular|cardiac|hjärt-kärlsjukdom|hjärtinfarkt|kardiovaskulär|herzinfarkt
            |myocardial infarction|stroke|sydäninfarkti|cardiovasculaire|cardiovascolare""",
        "other": "other|annat|annan|övrigt|andere|sonstiges|muu|annet|andet|autre|otro|altro|outro",
    },
    "reference_gene": {
        "ABL1": "abl|abl1|c-abl",
        "GUSB": "gus|gusb|gus-b",
        "BCR": "bcr",
        "other": "other|g6pd|b2m|tbp|annan|andere",
    },
    "method": {
        "RT-qPCR": "rt-qpcr|qpcr|rq-pcr|rt-pcr|rtqpcr|rqpcr|real-time pcr|realtime pcr|taqman",
        "dPCR": "dpcr|ddpcr|digital pcr|droplet digital pcr|digitale pcr",
        "cartridge": "cartridge|genexpert|xpert|cepheid|gene xpert|xpert bcr-abl",
    },
    "sample_type": {
        "blood": """
            blood|pb|peripheral blood|blod|perifert blod|blut|peripheres blut|veri|bloed|sang
            |sangre|sangue|krew|krev|periferní krev|sang périphérique|b""",
        "bone marrow": """
            bone marrow|bm|marrow|benmärg|knochenmark|km|luuydin|benmarg|knoglemarv|beenmerg
            |moelle|médula|médula ósea|midollo|midollo osseo|medula|szpik|kostní dřeň""",
    },
    "event": {
        "death": """
            death|died|dead|deceased|döds|död|dödsfall|avliden|tod|todesfall|verstorben|kuolema
            |kuollut|død|overleden|décès|décédé|exitus|muerte|fallecido|decesso|morte|zgon""",
        "last contact": """
            last contact|last follow-up|last known alive|senaste kontakt|letzter kontakt
            |dernier contact|siste kontakt|viimeinen kontakti|último contacto|ultimo contatto""",
        "transplant": """
            transplant|hsct|allo-sct|allogen sct|allogene sct|allogene szt|szt|sct|transplantation
            |stamcellstransplantation|greffe|trasplante|trapianto""",
        "accelerated phase": """
            ap|accelerated phase|akzelerierte phase|akzelerationsphase|accelererad fas""",
        "blast phase": "bc|bp|blast crisis|blast phase|blastenkrise|blastkris|blastfas",
        "restart": """
            restart|tki restart|restarted tki|återinsättning|wiederaufnahme|wiederbeginn|reprise
            |reinicio|ripresa|gjenoppstart|genstart|herstart""",
        "mutation": "mutation|abl mutation",
    },
    "attempt": {
        "TFR attempt": """
            tfr|tfr start|tfr begin|tfr-beginn|tfr attempt|tfr-start|utsättning|utsättning (tfr)
            |tfr-försök|absetzversuch|tfr-versuch|tki stop|tki stopped|stop for tfr|start of tfr
            |lopetusyritys|stopp tfr|arrêt tfr|inicio tfr|inizio tfr|treatment-free remission
            |treatment free remission|tfr attempt started|treatment stopped for tfr""",
    },
    "reason": {
        "molecular recurrence": """
            relapse|molecular relapse|recurrence|loss of mmr|molekylärt återfall|återfall|rezidiv
            |molekulares rezidiv|mmr-verlust|tilbakefall|relaps|molecular recurrence|rechute
            |rechute moléculaire|recaída|recidiva|recidiva molecolare|molekyylirelapsi""",
        "patient wish": "patient's wish|patientens önskan|patientenwunsch|choix du patient",
        "withdrawal syndrome": "entzugssyndrom|utsättningssyndrom|syndrome de sevrage",
    },
    "result": {
        NOT_DETECTED: """
            ej påvisad|ej påvisat|ej påvisbar|inte påvisad|ikke påvist|ei todettu|ei todettavissa
            |negatiivinen|niet aantoonbaar|négatif|non détecté|non détectable|indétectable
            |indétectables|no detectado|no detectable|indetectable|negativo|non rilevato
            |non rilevabile|não detectado|não detetado|ujemny|niewykrywalny|negativní
            |nedetekovatelné|nicht detektierbar|nicht nachgewiesen|undetekterbar|negatief""",
        DETECTED: """
            påvisad|påvist|positiivinen|aantoonbaar|positif|détecté|positivo|detectado|rilevato
            |dodatni|pozitivní|nachweisbar|positief|positivt|pos < loq|<loq|< loq""",
    },
    "yes or no": {
        YES: """
            true|yes|y|ja|j|ja.|1|oui|sí|si|sim|tak|ano|kyllä|igen|evet|checked|x|present
            |ja, vorhanden""",
        NO: "false|no|n|nej|nein|nei|nee|non|não|nie|ne|ei|nem|hayır|0|unchecked|absent",
    },
    "preservation": {
        "fresh": "fresh|färsk|frisch|vers|frais|fresco|tuore",
        "frozen": "frozen|fryst|gefroren|kryo|frossen|congelé|congelado|congelato|pakastettu",
    },
}
_LISTS = {
    **{f"{score.lower()}_reported": "risk" for score in vocabulary.SCORES},
    "additional_chromosomal_abnormalities": "yes or no",
    "withdrawal_syndrome": "yes or no",
    "detected": "yes or no",
}
# Beside h, m is mujer or mulher. Beside v it is a man (and v a vrouw) or a mujer (and v a varón).
_HOMBRE_MUJER = {"h": "male", "m": "female"}
_UNCLEAR = {"v", "m"}


def lake_values(target: str, texts: Iterable[str]) -> dict[str, str | None]:
    """The lake's values of a column that its texts mean; None where one is not known."""
    found = {text: lake_value(target, text) for text in texts}
    letters = {text.casefold(): text for text in found}
    if target == "sex" and _HOMBRE_MUJER.keys() <= letters.keys() and "f" not in letters:
        found |= {letters[letter]: sex for letter, sex in _HOMBRE_MUJER.items()}
    if target == "sex" and letters.keys() >= _UNCLEAR:
        found |= {letters[letter]: None for letter in _UNCLEAR}
    return found


def lake_value(target: str, text: str) -> str | None:
    """The lake's value of a column that one text means, whatever stands beside it."""
    plain = folded(text)
    if target == "drug":
        return read(target).get(plain) or _drug(plain)
    if target == "transcripts":
        return transcripts(text)
    if target == "result" and is_read(text):
        return text
    found = read(target).get(plain) or _reversed(_LISTS.get(target, target)).get(plain)
    return found if found is None or _allowed(target, found) else None


def is_word(target: str, text: str) -> bool:
    """Whether a whole text is a word that is known for a column of the lake."""
    plain = folded(text)
    return plain in read(target) or plain in _reversed(_LISTS.get(target, target))


@lru_cache(maxsize=64)
def read(target: str) -> Mapping[str, str]:
    """Folded texts that are read without being mapped → values of the lake."""
    tables = [table for table in TABLES.values() if any(c.name == target for c in table.columns)]
    known: dict[str, str] = {}
    for table in tables:
        column = next(one for one in table.columns if one.name == target)
        known |= {folded(word): word for word in column.allowed}
        known |= known_synonyms(table.name, target)
    return known


def _drug(plain: str) -> str | None:
    """The drug that a word of a text names ("Imatinib 400 mg", "imatinibi"); of two drugs none."""
    ends = {f"{name}{end}": name for name in vocabulary.TKIS for end in ("um", "i", "e", "o")}
    known = {**read("drug"), **ends}
    found = {known[word] for word in re.split(r"[^\w]+", plain) if word in known}
    return found.pop() if len(found) == 1 else None


def transcripts(text: str) -> str | None:
    """The transcripts that a text names, joined with +: "b3a2 + b2a2", "e13a2 (b2a2)"."""
    bare = re.sub(r"\([^)]*\)", " ", text).strip()
    parts = re.split(r"[+&,;]| / | (?:and|und|och|et|y|ja) ", bare)
    found = [transcript(part.strip()) for part in parts]
    return None if None in found else "+".join(dict.fromkeys(one for one in found if one))


@lru_cache(maxsize=64)
def _reversed(target: str) -> Mapping[str, str]:
    return {
        word: value
        for value, words in WORDS.get(target, {}).items()
        for word in (value.casefold(), *map(str.strip, words.split("|")))
    }


def _allowed(target: str, value: str) -> bool:
    """EUTOS has no intermediate group, and so on."""
    columns = [one for table in TABLES.values() for one in table.columns if one.name == target]
    lists = [set(column.allowed) for column in columns if column.allowed]
    return not lists or any(value in allowed for allowed in lists)
