"""Words that columns holding a person's identity are called by, in the languages of the sites.

Data, and one function: whether a column's name looks like an identifier. Mapping files refuse such
a column, and profiles hide it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache

NAME = "name"
BIRTH_DATE = "date of birth"
ADDRESS = "address"
POSTCODE = "postcode"
EMAIL = "e-mail address"
TELEPHONE = "telephone number"
NATIONAL_NUMBER = "national number"
PATIENT_NUMBER = "patient number"
BIRTH_PLACE = "place of birth"

# Kind → what a column may be called: words that follow each other in its name. Letters with marks
# stand as they are written; `_forms` adds how they look without them.
_PHRASES: dict[str, str] = {
    NAME: """
        name|surname|forename|lastname|firstname|fullname|middlename|maidenname|nickname|initials
        |patientname|patname|patient name|full name|first name|last name|family name|given name
        |maiden name|middle name|mother name|father name|contact name|doctor name|physician name
        |namn|förnamn|efternamn|patientnamn|initialer
        |navn|fornavn|etternavn|efternavn|mellomnavn|pasientnavn|patientnavn
        |nimi|etunimi|sukunimi|potilaan nimi|nimikirjaimet
        |vorname|nachname|familienname|geburtsname|patientenname|initialen|rufname
        |naam|voornaam|achternaam|voorletters|geslachtsnaam|patientnaam
        |nom|prénom|initiales|nom patient|nom de famille|nom de naissance
        |nombre|apellido|apellidos|iniciales
        |nome|cognome|iniziali|nominativo|sobrenome|apelido|iniciais
        |imię|imiona|nazwisko|inicjały|jméno|příjmení|iniciály
        |onoma|onomateponymo|eponymo|eponimo|mikro onoma|όνομα|ονοματεπώνυμο|επώνυμο""",
    BIRTH_DATE: """
        dob|birthdate|birthday|birth date|birth day|birth datetime|date birth|date of birth
        |day of birth|født|fødselsdato|fødselsdag|födelsedatum|född|födelsedag|syntymäaika
        |syntymäpäivä|geburtsdatum|geburtstag|geb datum|gebdatum|gebdat|geboortedatum
        |date de naissance|date naissance|datenaissance|ddn|né le|fecha de nacimiento
        |fecha nacimiento|fechanacimiento|fnac|data di nascita|data nascita|datanascita
        |data de nascimento|data nascimento|data urodzenia|dataurodzenia|datum narození
        |datumnarození|imerominia gennisis|imerominia gennhshs|hmerominia gennhshs
        |ημερομηνία γέννησης""",
    BIRTH_PLACE: """
        birthplace|birth place|place of birth|födelseort|fødested|syntymäpaikka|geburtsort
        |geboorteplaats|lieu de naissance|lieu naissance|lugar de nacimiento|luogo di nascita
        |local de nascimento|naturalidade|miejsce urodzenia|místo narození""",
    ADDRESS: """
        address|street|streetname|house number|adress|gatuadress|bostadsadress|adresse|gateadresse
        |osoite|katuosoite|anschrift|straße|hausnummer|wohnort|adres|straat|straatnaam|huisnummer
        |woonplaats|rue|dirección|domicilio|calle|indirizzo|residenza|endereço|morada|rua|ulica
        |adresa|ulice|bydliště|diefthynsi|dieuthinsi|dieuthynsi|odos|διεύθυνση""",
    POSTCODE: """
        postcode|post code|postalcode|postal code|zip|zipcode|postnummer|postnr|post nr|postinumero
        |postleitzahl|plz|code postal|codepostal|código postal|codigopostal|cap residenza
        |codice postale|kod pocztowy|psč|tk taxydromikos""",
    EMAIL: """
        email|e mail|mail|epost|e post|sähköposti|courriel|correo|correo electrónico
        |adres e mail""",
    TELEPHONE: """
        phone|telephone|phonenumber|mobile|mobile number|cell phone|cellphone|fax|telefon
        |telefonnummer|mobil|mobilnummer|mobiltelefon|tlf|tel|puhelin|puhelinnumero|handy
        |telefonnr|telefoon|telefoonnummer|mobiel|téléphone|portable|teléfono|móvil|telefono
        |cellulare|telefone|telemóvel|numer telefonu|komórka|tilefono|kinito""",
    NATIONAL_NUMBER: """
        ssn|social security number|social security|social insurance number|national id
        |national number|national identifier|nationalid|nhs number|nhs no|nhsnumber|nhs nr|nhs
        |nino|national insurance number|passport|passport number|personnummer|personnr|pnr
        |person nr|person nummer|samordningsnummer|cpr|cprnr|cprnummer|cpr number|personnumre
        |fødselsnummer|fnr|fødselsnr|dnummer|henkilötunnus|hetu|sotu|personenkennziffer
        |sozialversicherungsnummer|svnr|sv nummer|versichertennummer|versicherungsnummer|kvnr
        |bsn|burgerservicenummer|rijksregisternummer|insz|nir|numéro de sécurité sociale
        |numéro sécu|sécurité sociale|dni|nif|nuss|cip sns|tarjeta sanitaria|codice fiscale
        |codicefiscale|cod fiscale|tessera sanitaria|número de utente|nº utente|utente|sns
        |cartão de cidadão|pesel|rodné číslo|rodnéčíslo|rodné č|amka|αμκα|cnp|oib|taj|sécu
        |n ss|no ss|num ss""",
    PATIENT_NUMBER: """
        patient id|patientid|patient number|patient no|patient nr|patientnr|pat id|patid|pat nr
        |patnr|pid|mrn|medical record number|medical record|hospital number|hospital no
        |subject id|subjectid|person id|personid|record id|patientnummer|pasientnummer|pasient id
        |potilasnumero|potilastunnus|potilas id|patientennummer|patientennr|patienten id|fallnummer
        |fallnr|aktenzeichen|patiëntnummer|patiëntnr|id patient|ipp|numéro patient
        |numéro de dossier|nhc|historia clínica|id paciente|número de historia|id paziente
        |cartella clinica|numero cartella|número de processo|processo clínico|id pacjenta
        |numer pacjenta|id pacienta|číslo pacienta|kodikos astheni|ar mitroou|matricule
        |matrikel|matricola|matrícula|nip|anonymat|numéro anonymat|anonymisierungsnummer
        |patientenkennung|patientenkürzel|aktennummer|krankenaktennummer|fallkennung|dossiernummer
        |dossiernr|zisnummer|journalnummer|journalnr|løpenummer|løbenummer|löpnummer|löpnr
        |studiennummer|studienummer|probandennummer|probandennr|randomisation number
        |asiakasnumero|potilaskoodi|expediente|número de expediente|prontuário|cartella
        |kartoteka|chorobopis|rodnecislo""",
}
# A word of the first kind and one of the second, with no other word, are the number of a patient:
# "N° patient", "dossier_no", "Code patient".
_NUMBERS = """
    n|no|nb|nr|nro|num|nº|n°|nummer|numer|number|numero|numéro|número|numer|číslo|cislo|numara
    |id|ident|identifiant|identifier|identificativo|identificador|identyfikator|identifikator
    |identificatie|identifikation|identifiering|tunnus|tunniste|kennung|kennzeichen|kennnummer
    |code|kode|kod|kód|koodi|código|codice|cod|key|schlüssel|clé|nøgle|nyckel|ref|reference|référence|uid
    |matricule|pseudo|pseudonym|pseudonyme"""
_PERSONS = """
    patient|patients|patiente|patienten|pat|pt|pts|pasient|potilas|potilaan|patiënt|paciente
    |paziente|pacjent|pacjenta|pacient|pacienta|beteg|hasta|astheni|ασθενή|subject|sujet|sujeto
    |soggetto|case|cas|caso|fall|person|personne|persona|participant|participante|proband
    |probanden|deltagare|deltager|dossier|dossiers|akte|akten|journal|cartella|historia|expediente
    |anonymat|anonyme|anonymous|anonym|anónimo|anonimo|anonimizado|inclusion|chart"""
# "Name" and its like are of a thing where one of these stands beside it.
_AMBIGUOUS = (
    "name|namn|navn|nimi|naam|nom|nombre|nome|jméno|onoma|address|adresse|adress|adres|mobile"
    "|mobil|mail|handy|tel|portable|όνομα"
)
_THINGS = """
    lab|laboratory|labor|laboratorium|laboratoire|laboratorio|laboratoř|drug|medication|medicine
    |med|medicament|médicament|medicamento|farmaco|fármaco|medikament|läkemedel|lääke|lek|lék
    |geneesmiddel|preparat|präparat|wirkstoff|substance|substans|substanz|ingredient|brand|trade
    |generic|product|produkt|file|datei|fil|fichier|test|assay|analysis|analys|analyse|marker
    |method|gene|gen|column|variable|field|form|event|arm|visit|study|trial|protocol|panel|unit
    |table|concept|domain|vocabulary|class|kit|device|site|centre|center|hospital|clinic|klinik
    |sjukhus|sykehus|sairaala|ziekenhuis|hôpital|ospedale|country|land|region|department|score
    |result|transcript|mutation|cell|regimen|therapy|treatment|procedure|specimen|sample|program
    |redcap|source|type|file|web|ip|gating|diagnosis|disease|reason|cause"""
_FILLING = frozenset(("de", "du", "d", "del", "di", "do", "des", "der", "of", "the", "le", "la"))
# Letters that Unicode does not take apart into a letter and a mark.
_LETTERS = str.maketrans(
    {"ø": "o", "æ": "ae", "œ": "oe", "ł": "l", "đ": "d", "ı": "i", "þ": "th", "№": "n"}
)
_SPELT_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "å": "aa", "ø": "oe"})
_CAMEL = re.compile(r"(?<=[a-zà-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ])|(?<=[A-ZÀ-Þ])(?=[A-ZÀ-Þ][a-zà-ÿ])")
_BREAK = re.compile(r"[\W_\d]+")


def looks_like_identifier(name: str) -> str:
    """What of a person a column of this name seems to hold ("name", "postcode", …), or "".

    Whole words count, as `_`, `-`, spaces, digits and capitals divide them: `patientName` is a
    name, `läkemedelsnamn` and `drug_name` are not.
    """
    words = _words(name)
    of_a_thing = bool(set(words) & _vocabulary().things)
    for start in range(len(words)):
        for end in range(len(words), start, -1):
            phrase = words[start:end]
            kind = _vocabulary().kinds.get(phrase, "")
            if kind and not (of_a_thing and phrase in _vocabulary().ambiguous):
                return kind
    return PATIENT_NUMBER if numbers_a_person(words) else ""


def numbers_a_person(words: tuple[str, ...]) -> bool:
    """Whether words, in small letters without marks, say the number of a patient and no more,
    apart or as one (Patientkod)."""
    said, known = set(words), _vocabulary()
    both = bool(said & known.numbers) and bool(said & known.persons)
    if both and said <= known.numbers | known.persons | _FILLING:
        return True
    joined = "".join(words)
    begun = (one for one in known.persons if joined.startswith(one))
    return any(joined.removeprefix(one).lstrip("s") in known.compounds for one in begun)


@dataclass(frozen=True)
class _Vocabulary:
    kinds: Mapping[tuple[str, ...], str]
    ambiguous: frozenset[tuple[str, ...]]
    things: frozenset[str]
    numbers: frozenset[str]
    persons: frozenset[str]
    compounds: frozenset[str]


@lru_cache(maxsize=1)
def _vocabulary() -> _Vocabulary:
    kinds = {
        form: kind
        for kind, text in _PHRASES.items()
        for phrase in text.split("|")
        for form in _forms(phrase)
    }
    ambiguous = {form for word in _AMBIGUOUS.split("|") for form in _forms(word)}
    numbers, persons = _single(_NUMBERS), _single(_PERSONS)
    long = frozenset(word for word in numbers if len(word) > 1)
    return _Vocabulary(
        kinds, frozenset(ambiguous), _single(_THINGS), numbers, persons, compounds=long
    )


def _single(text: str) -> frozenset[str]:
    return frozenset(form[0] for word in text.split("|") for form in _forms(word) if form)


def _forms(phrase: str) -> set[tuple[str, ...]]:
    """How a phrase looks without marks: with ä as a, and with ä as ae."""
    plain = phrase.strip().casefold()
    return {_words(plain), _words(plain.translate(_SPELT_OUT))}


def _words(name: str) -> tuple[str, ...]:
    divided = _CAMEL.sub(" ", unicodedata.normalize("NFC", name))
    letters = unicodedata.normalize("NFKD", divided.casefold().translate(_LETTERS))
    plain = "".join(letter for letter in letters if not unicodedata.combining(letter))
    return tuple(_BREAK.sub(" ", plain).split())
