"""Columns that hold a person's identity are told by their names, in every language of the sites."""

import pytest

from tfrq.ingest.identifiers import looks_like_identifier

FOUND = {
    "name": "name Name NAME patientName patient_name Efternamn förnamn namn navn etternavn nimi "
    "sukunimi Vorname NACHNAME achternaam Prénom nom apellidos cognome sobrenome nazwisko "
    "příjmení eponymo name_2 doctor_name Initialen Όνομα",
    "date of birth": "DOB dob birth_date birthDate DateOfBirth date-of-birth födelsedatum "
    "foedselsdato Fødselsdato syntymäaika Geburtsdatum gebDatum geboortedatum "
    "date_de_naissance fecha_nacimiento data.nascita data_urodzenia datum_narozeni",
    "address": "address home_address adress Adresse osoite Straße strasse indirizzo endereço "
    "ulica diefthynsi",
    "postcode": "postcode post_code zip ZIP-code postnummer PLZ code_postal psc",
    "e-mail address": "email e-mail E_Mail eMail epost sähköposti saehkoeposti",
    "telephone number": "phone phone1 mobile telefon tlf puhelin Téléphone mobilnummer fax",
    "national number": "ssn NHSNumber nhs_number personnummer pnr CPR cpr_nr fødselsnummer "
    "fodselsnummer foedselsnummer henkilötunnus hetu bsn PESEL dni codice_fiscale rodne_cislo amka",
    "patient number": "MRN patient_id patientID PatNr record_id Fallnummer ipp nhc",
    "place of birth": "birthplace place_of_birth Geburtsort",
}
CASES = [(name, kind) for kind, names in FOUND.items() for name in names.split()]
_OTHERS = """
    lab_name drug_name läkemedelsnamn file_name Medikamentenname nom_laboratoire nombre_farmaco
    redcap_event_name concept_name drug_source_name sitename id datum svar provdatum kön sex
    birth_year year_of_birth geburtsjahr födelseår diagnosis_date value unit result test_date
    kopien_abl1 transcript dose phase spleen_cm rename ssnake mailing_lists unnamed platelets
    """


@pytest.mark.parametrize(("name", "kind"), CASES)
def test_a_column_of_a_person_is_told_by_its_name(name: str, kind: str) -> None:
    assert looks_like_identifier(name) == kind


@pytest.mark.parametrize("name", _OTHERS.split())
def test_other_columns_are_not(name: str) -> None:
    assert looks_like_identifier(name) == ""
