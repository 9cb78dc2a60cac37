"""What the columns of registries are called, in the languages of the sites.

Data alone. Concepts are columns of the lake (`patients.sex`), dates of events (`events.death`), or
generic (`date`, `result`, `unit`, `reason`), which the other columns of a file decide.
"""

from __future__ import annotations

from tfrq.ingest.profile.model import DATE, NUMBER, RESULT, TEXT, WHOLE, WORDS

PATIENT = "patient_id"
BIRTH_DATE = "birth_date"
# Compound words of Germanic languages stand here as they are written; marks on letters and
# capitals make no difference, nor do the marks between words.
PHRASES: dict[str, str] = {
    PATIENT: """
        id|pat id|patient id|patient|patid|pid|subject|subject id|subjid|usubjid|study id|studyid
        |record id|case id|case number|pseudonym|pseudo id|patient number|patient no|patno|pat nr
        |löpnr|löpnummer|lopnr|kodnummer|patientnummer|patnr|fallnr|fallnummer|patientennummer
        |patienten id|pat kennung|kennung|potilas|potilasnumero|potilastunnus|tutkimusnumero
        |pasient|pasientnummer|løpenummer|patiënt|patiëntnummer|studienummer|numéro patient
        |id patient|identifiant|código paciente|id paciente|paciente|codigo|paziente|id paziente
        |codice paziente|numero paziente|id pacjenta|numer pacjenta|pacjent|id pacienta|pacient
        |person id|personid|id nr|idnr|deltagare|kod|nip|ipp|matricule|matricola|proband|nhc|mrn
        |anonymat|aktenzeichen|dossiernummer|patientenkennung|potilaskoodi|journalnummer|chorobopis""",
    "patients.sex": """
        sex|gender|kön|kon|geschlecht|sukupuoli|kjønn|køn|geslacht|sexe|sexo|género|sesso|genere
        |płeć|pohlaví|nem|cinsiyet|пол|sp""",
    "patients.birth_year": """
        birth year|birthyear|year of birth|yob|född år|födelseår|fodelsear|fodar|födår|geburtsjahr
        |geb jahr|syntymävuosi|fødselsår|fødeår|geboortejaar|année de naissance|annee naissance
        |año de nacimiento|año nacimiento|anno di nascita|anno nascita|ano de nascimento
        |rok urodzenia|rok narození|születési év""",
    BIRTH_DATE: """
        dob|date of birth|birth date|birthdate|födelsedatum|geburtsdatum|geb datum|gebdatum
        |syntymäaika|fødselsdato|geboortedatum|date de naissance|fecha de nacimiento
        |data di nascita|data de nascimento|data urodzenia|datum narození""",
    "patients.diagnosis_date": """
        diagnosis date|date of diagnosis|diagnosis|diag date|dx date|date dx|dxdate|diagdat
        |date diagnosed|diagnosed|cml diagnosis date|diagnosdatum|diagnosdag|diagnos|dxdatum
        |diagnosedatum|datum diagnose|erstdiagnose|ed datum|datum erstdiagnose|diagnose
        |datum der diagnose|diagnoosipäivä|diagnoosi pvm|dg pvm|diagnosedato|diagnose dato
        |diagnosetid|dato for diagnose|date de diagnostic|date diagnostic|date du diagnostic
        |fecha de diagnóstico|fecha diagnóstico|fecha dx|data di diagnosi|data diagnosi
        |data de diagnóstico|data diagnóstico|data do diagnóstico|data rozpoznania|data diagnozy
        |datum diagnózy|datum dg|diagnózis dátuma|tanı tarihi""",
    "patients.phase": """
        phase|disease phase|phase at diagnosis|cml phase|disease stage|stage|fas|fas vid diagnos
        |sjukdomsfas|krankheitsphase|phase bei diagnose|phase bei ed|stadium|taudin vaihe|vaihe
        |fase|sykdomsfase|sygdomsfase|ziektefase|phase maladie|phase au diagnostic|fase enfermedad
        |fase de la enfermedad|fase al diagnóstico|fase malattia|fase alla diagnosi|fase da doença
        |faza|faza choroby|fáze|fáze nemoci""",
    "patients.transcripts": """
        transcript|transcripts|transcript type|bcr abl type|fusion type|fusion transcript|isoform
        |breakpoint|transkript|transkripttyp|transkripttype|transkriptityyppi|type de transcrit
        |transcrit|tránscrito|tipo de transcrito|transcrito|trascritto|tipo di trascritto
        |tipo trascritto|transkrypt|typ transkryptu|typ transkriptu|bruchpunkt|fusionstranskript""",
    "patients.leukocytes": """
        leukocytes|leucocytes|wbc|white blood cells|white cell count|leukocyter|lpk|leukozyten
        |leuko|leukosyytit|leukocytter|leukocyten|leuk|globules blancs|gb|leucocitos|leucociti
        |gb dx|leucócitos|leukocyty|wbc dx|wbc at diagnosis""",
    "patients.haemoglobin": """
        haemoglobin|hemoglobin|hb|hgb|hämoglobin|hemoglobiini|hæmoglobin|hemoglobine|hémoglobine
        |hemoglobina|emoglobina|hemoglobiny""",
    "patients.platelets": """
        platelets|platelet count|plt|thrombocytes|tpk|trombocyter|thrombozyten|thrombo
        |trombosyytit|trombocytter|trombocyten|trombosytter|plaquettes|plaquetas|piastrine
        |plaquetas dx|płytki|trombocyty|destičky|vérlemezke|plt dx""",
    "patients.blasts": """
        blasts|blast percent|blasts pb|blast count|pb blasts|peripheral blasts|blaster|blasten
        |blastit|blaster blod|blastes|blastos|blasti|blasty|blasten pb""",
    "patients.basophils": """
        basophils|baso|basofila|basofiler|basophile|basofiilit|basofielen|basophiles|basófilos
        |basofili|bazofile|bazofily|basofile""",
    "patients.eosinophils": """
        eosinophils|eos|eosino|eosinofila|eosinofiler|eosinophile|eosinofiilit|eosinofielen
        |éosinophiles|eosinófilos|eosinofili|eozynofile|eozinofily|eosinofile""",
    "patients.spleen": """
        spleen|spleen size|spleen cm|palpable spleen|mjälte|mjälte cm|mjältstorlek|milz|milzgröße
        |milz cm|milz unter rippenbogen|perna|milt|miltstørrelse|miltgrootte|rate|rate cm
        |taille rate|bazo|milza|milza cm|baço|śledziona|slezina|lép""",
    "patients.additional_chromosomal_abnormalities": """
        aca|additional chromosomal abnormalities|additional cytogenetic abnormalities|acas
        |clonal evolution|zusätzliche chromosomenaberrationen|zca|klonal evolution
        |anomalies chromosomiques additionnelles|alteraciones cromosómicas adicionales""",
    "patients.baseline_bcr_abl1": """
        baseline bcr abl|bcr abl at diagnosis|bcr abl diagnosis|bcr abl dx|bcr abl vid diagnos
        |bcr abl bei diagnose|bcr abl baseline|bcr abl ed|pcr at diagnosis|pcr baseline""",
    "patients.sokal_reported": """
        sokal|sokal risk|sokal group|sokal score|sokal risiko|sokalgrupp|sokal riskgrupp
        |score sokal|riesgo sokal|rischio sokal|sokal riskiryhmä|risque sokal|ryzyko sokal""",
    "patients.hasford_reported": "hasford|hasford risk|hasford score|euro score|euro risk",
    "patients.eutos_reported": "eutos|eutos risk|eutos score|eutos group",
    "patients.elts_reported": "elts|elts risk|elts score|elts group|elts risiko",
    "treatments.drug": """
        drug|tki|medication|treatment|drug name|agent|therapy|compound|regimen|läkemedel|preparat
        |läkemedelsnamn|behandling|medikament|wirkstoff|substanz|therapie|präparat|medikation
        |lääke|lääkeaine|hoito|legemiddel|lægemiddel|medikament navn|geneesmiddel|medicatie
        |médicament|traitement|molécule|itk|fármaco|tratamiento|medicamento|farmaco|terapia
        |trattamento|tratamento|lek|leczenie|lék|léčba|gyógyszer|ilaç""",
    "treatments.start_date": """
        start|start date|startdate|date start|tki start|start of treatment|treatment start
        |drug exposure start date|begin|begin date|first dose|from date|insatt|insättningsdatum
        |startdatum|start datum|behandlingsstart|insatt datum|beginn|therapiebeginn
        |therapie beginn|therapiestart|beginn datum|von|aloitus|aloituspvm|aloituspäivä
        |hoidon aloitus|startdato|oppstart|opstart|behandlingsstart|begindatum|date de début
        |date début|début|début traitement|fecha de inicio|fecha inicio|inicio|inicio tratamiento
        |data di inizio|data inizio|inizio|inizio terapia|data de início|data início|início
        |data rozpoczęcia|początek|zahájení|datum zahájení|začátek""",
    "treatments.stop_date": """
        slut|abgesetzt|abgesetzt am|abgesetzt seit|utsatt den|stop|stop date|stopdate|end|end date
        |date stop|tki stop|discontinuation|date off|last dose|end of treatment|to date|utsatt
        |utsättningsdatum|stoppdatum|slutdatum|utsatt datum|ende|therapieende|therapie ende
        |enddatum|absetzdatum|bis|lopetus|lopetuspvm|lopetuspäivä|hoidon lopetus|stoppdato
        |sluttdato|slutdato|seponering|einddatum|stopdatum|date de fin|date fin|fin|arrêt
        |date arrêt|fin traitement|fecha de fin|fecha fin|fin tratamiento|suspensión|data di fine
        |data fine|fine|fine terapia|sospensione|data de fim|data fim|fim|data zakończenia|koniec
        |ukončení|datum ukončení|konec""",
    "treatments.daily_dose": """
        dose|daily dose|dose mg|dose per day|mg day|dos|dygnsdos|dos mg|dosis|tagesdosis|dosierung
        |annos|vuorokausiannos|døgndose|dagsdosis|dagdosis|dosering|posologie|dose jour
        |dosis diaria|dosi|dose giornaliera|dose diária|dawka|dawka dobowa|dávka|denní dávka""",
    "treatments.stop_reason": """
        stop reason|reason stop|reason for stopping|reason for discontinuation|reason stopped
        |discontinuation reason|stoppgrund|utsättningsorsak|orsak till utsättning|orsak utsatt
        |stopporsak|absetzgrund|grund|grund des absetzens|abbruchgrund|lopetuksen syy|lopetussyy
        |årsak stopp|seponeringsårsag|årsag|reden stop|stopreden|motif arrêt|raison arrêt
        |cause arrêt|motivo suspensión|motivo fin|motivo sospensione|motivo interruzione
        |motivo paragem|przyczyna zakończenia|důvod ukončení""",
    "treatments.line_number": """
        line|line number|line of therapy|lot|tki line|linje|behandlingslinje|linie|therapielinie
        |hoitolinja|lijn|behandellijn|ligne|línea|linea|linha|linia|linie léčby""",
    "molecular.test_date": """
        collected|date drawn|drawn|test date|date of test|sample date|pcr date|sampling date
        |collection date|specimen date|date collected|date of sample|provdatum|provtagningsdatum
        |pcr datum|provtagning|probendatum|entnahmedatum|abnahmedatum|datum pcr|untersuchungsdatum
        |befunddatum|pcr datum|näytepäivä|näytteenottopäivä|näyte pvm|prøvedato|prøvetagningsdato
        |afnamedatum|monsterdatum|date de prélèvement|date prélèvement|date pcr|fecha muestra
        |fecha pcr|fecha de la muestra|data prelievo|data campione|data da amostra|data colheita
        |data badania|data pobrania|datum odběru|datum vyšetření|mintavétel""",
    "molecular.result": """
        pcr|bcr abl|bcrabl|bcr abl is|bcr abl percent|bcr abl ratio|is percent|is|pcr result
        |pcr is|is pcr|mr|mr level|molecular response|ratio|bcr abl abl|bcr abl result|qpcr|rq pcr
        |log reduction|pcr svar|pcr resultat|kvot|molekulärt svar|pcr ergebnis|quotient|pcr befund
        |molekulares ansprechen|bcr abl quotient|pcr tulos|bcr abl tulos|ratio is|pcr uitslag
        |pcr résultat|réponse moléculaire|résultat pcr|resultado pcr|respuesta molecular
        |risultato pcr|risposta molecolare|resposta molecular|wynik pcr|odpowiedź molekularna
        |molekulární odpověď|výsledek pcr""",
    "molecular.reported_level": "level|mr category|response level|mr klass|mr klasse",
    "molecular.reference_gene": """
        reference gene|control gene|housekeeping gene|ref gene|referensgen|kontrollgen|refgen
        |referenzgen|verttigeeni|referansegen|referentiegen|gène de référence|gène contrôle
        |gen de referencia|gen control|gene di riferimento|gene controllo|gene de referência
        |gen referencyjny|gen kontrolny|referenční gen|kontrolní gen""",
    "molecular.reference_copies": """
        kopien gesamt|copies total|total copies|reference copies|control copies|abl copies
        |copies abl|abl|control gene copies|ref copies|gus copies|gusb copies|gusb|kopior abl
        |abl kopior|referenskopior|kopien abl|abl kopien|referenzkopien|kopien kontrollgen
        |abl kopiot|abl kopier|abl kopieën|copies de référence|copies gène contrôle|copias abl
        |copias gen control|copie abl|copie di abl|kopie abl|cópias abl|kopie abl""",
    "molecular.bcr_abl_copies": """
        bcr abl copies|bcrabl copies|copies bcr abl|bcr abl kopior|bcr abl kopien|kopien bcr abl
        |bcr abl kopier|copias bcr abl|copie bcr abl|fusion copies""",
    "molecular.conversion_factor": """
        conversion factor|cf|is factor|korrektionsfaktor|omräkningsfaktor|konversionsfaktor
        |umrechnungsfaktor|facteur de conversion|factor de conversión|fattore di conversione""",
    "molecular.detection_limit": """
        detection limit|lod|limit of detection|sensitivity|detektionsgräns|nachweisgrenze
        |sensitivität|limite de détection|sensibilité|límite de detección|limite di rilevazione""",
    "molecular.laboratory": """
        lab|laboratory|laboratorium|lab name|labor|testing lab|labb|laboratorio|laboratoř
        |laboratoire|laboratório|labor name|laboratorio analisi|lab kod""",
    "molecular.method": """
        method|assay|platform|technique|metod|metodi|methode|metode|méthode|método|metodo|metoda
        |analysmetod|pcr method""",
    "molecular.sample_type": """
        sample type|specimen|specimen type|material|sample|tissue|provtyp|provmaterial
        |material typ|untersuchungsmaterial|näytetyyppi|näytelaji|prøvetype|prøvemateriale
        |materiaal|type de prélèvement|prélèvement|tipo de muestra|muestra|tipo campione|campione
        |tipo de amostra|materiał|typ vzorku""",
    "tfr_attempts.stop_date": """
        tfr date|tfr start|tfr stop|tfr stop date|date of tfr|tfr datum|tfr beginn|tki stopp
        |start of tfr|tfr start date|treatment free remission|date of tki stop|tfr begin
        |absetzversuch|stopp försök|utsättningsförsök|stop tfr|date arrêt tfr|inicio tfr
        |inizio tfr|lopetuskoe|therapiefreie remission""",
    "tfr_attempts.attempt_number": "attempt|attempt number|tfr attempt|tfr number|versuch|försök",
    "tfr_attempts.deescalation_date": """
        deescalation|de escalation|deescalation date|taper start|dose reduction date|nedtrappning
        |deeskalation|deeskalationsdatum|date désescalade|tapering""",
    "tfr_attempts.withdrawal_syndrome": """
        withdrawal syndrome|withdrawal|tki withdrawal syndrome|utsättningssyndrom
        |utsättningsbesvär|entzugssyndrom|absetzsyndrom|seponeringssyndrom|syndrome de sevrage
        |síndrome de retirada|sindrome da sospensione""",
    "events.death": """
        death date|date of death|death|died|dod|date death|dödsdatum|död|avliden|avliden datum
        |todesdatum|sterbedatum|verstorben am|tod|kuolinpäivä|kuolinpvm|kuollut|dødsdato|død
        |overlijdensdatum|datum overlijden|overleden|date de décès|date décès|décès
        |fecha de muerte|fecha muerte|fecha de fallecimiento|fecha exitus|exitus|fallecimiento
        |data di morte|data morte|data decesso|decesso|data de óbito|data óbito|óbito|data zgonu
        |zgon|datum úmrtí|úmrtí""",
    "events.cause": """
        cause of death|death cause|cause|dödsorsak|todesursache|kuolinsyy|dødsårsak|dødsårsag
        |doodsoorzaak|cause de décès|cause décès|causa de muerte|causa muerte|causa di morte
        |causa morte|causa decesso|causa de morte|causa do óbito|przyczyna zgonu|příčina úmrtí""",
    "events.last contact": """
        last contact|last follow up|last fu|date last contact|last visit|last seen|lfu
        |last known alive|date of last contact|last follow up date|senaste kontakt|sista kontakt
        |senaste uppföljning|uppföljningsdatum|letzter kontakt|letzte vorstellung
        |letztes follow up|datum letzter kontakt|viimeinen kontakti|seurantapäivä|siste kontakt
        |sidste kontakt|sidst set|laatste contact|laatste controle|dernières nouvelles
        |date dernières nouvelles|ddn|dernier contact|último contacto|última visita
        |fecha último contacto|fecha último seguimiento|ultimo contatto|ultima visita
        |data ultimo contatto|ultimo follow up|último contato|data último contacto|ostatni kontakt
        |poslední kontakt""",
    "events.transplant": """
        transplant|transplant date|sct|hsct|sct date|allo sct|bmt|transplantation
        |transplantationsdatum|stamcellstransplantation|sct datum|kmt|kantasolusiirto
        |stamcelletransplantasjon|stamceltransplantatie|greffe|date greffe|trasplante
        |fecha trasplante|trapianto|data trapianto|transplante|przeszczep|transplantace""",
    "events.accelerated phase": """
        accelerated phase|ap date|accelerated phase date|accelererad fas|akzelerierte phase
        |akzelerierte phase datum|kiihtynyt vaihe|phase accélérée|fase acelerada|fase accelerata""",
    "events.blast phase": """
        blast phase|blast crisis|bp date|bc date|blastkris|blastfas|blastenkrise|blastikriisi
        |blastkrise|crise blastique|crisis blástica|crisi blastica|kryza blastyczna""",
    "events.restart": """
        restart|restart date|tki restart|retreatment|resumption|återinsättning|återinsatt
        |återstart|wiederaufnahme|wiederbeginn|therapie wiederaufnahme|uudelleenaloitus
        |gjenoppstart|genstart|herstart|reprise|date reprise|reinicio|fecha reinicio|ripresa
        |data ripresa|reinício|wznowienie""",
    "events.restart_reason": """
        restart reason|reason restart|reason of restart|motif reprise|raison reprise|cause reprise
        |orsak återinsättning|orsak återinsatt|återinsättningsorsak|grund wiederaufnahme
        |wiederaufnahmegrund|uudelleenaloituksen syy|årsak gjenoppstart|årsag genstart
        |reden herstart|motivo reinicio|causa reinicio|motivo ripresa|causa ripresa
        |motivo reinício|przyczyna wznowienia""",
    "events.restart_drug": """
        restart drug|drug restart|restart tki|drug at restart|tki at restart|reprise itk
        |itk reprise|traitement reprise|läkemedel återinsättning|medikament wiederaufnahme
        |legemiddel gjenoppstart|geneesmiddel herstart|fármaco reinicio|farmaco ripresa""",
    "events.mutation": "mutation|abl mutation|kinase domain mutation|mutaatio|mutación|mutazione",
    "events.event": "event|event type|händelse|ereignis|tapahtuma|hendelse|événement|evento",
    "labs.marker": """
        marker|parameter|lab test|component|test name|analyte|analys|laboratory test
        |parameter name|analyt|analyysi|analyse|paramètre|parámetro|parametro|cell type
        |population""",
    "labs.panel": "panel|antibody panel|antikörperpanel",
    "labs.gating": "gating|gating strategy",
    "labs.preservation": "preservation|sample state|fresh frozen|fresh or frozen",
    "date": """
        date|datum|dato|data|fecha|pvm|päivämäärä|visit date|besöksdatum|visitdatum|besuchsdatum
        |date de visite|fecha visita|data visita|tarih|dátum""",
    "result": """
        result|value|svar|resultat|värde|wert|ergebnis|befund|tulos|arvo|verdi|værdi|uitslag
        |waarde|résultat|valeur|resultado|valor|risultato|valore|wynik|wartość|výsledek|hodnota""",
    "unit": "unit|units|enhet|einheit|yksikkö|enhed|eenheid|unité|unidad|unità|unidade|jednostka",
    "scale": "scale|skala|échelle|escala|scala|asteikko|schaal|skála",
    "reason": "reason|orsak|syy|årsak|årsag|reden|raison|motif|motivo|przyczyna|důvod",
    "visit": """
        visit|besök|visite|käynti|besøk|besøg|bezoek|visita|wizyta|redcap event name|timepoint
        |time point|event name""",
}
# Those who treat are persons too.
STAFF = frozenset(
    (
        *("doctor", "physician", "clinician", "investigator", "nurse", "consultant", "arzt"),
        *("behandler", "pfleger", "lakare", "lege", "laege", "laakari", "hoitaja", "arts"),
        *("medecin", "medico", "infirmiere", "lekarz", "lekar", "orvos", "provare"),
        *("sjukskoterska", "hausarzt", "onkologe", "handlaggare", "registrator"),
    )
)
_WORDS = (WORDS, WHOLE, TEXT, RESULT)
_NUMBERS = (NUMBER, WHOLE, RESULT)
_NUMERIC = (
    *("leukocytes", "haemoglobin", "platelets", "blasts", "basophils", "eosinophils"),
    *("spleen", "baseline_bcr_abl1"),
)


def kinds(concept: str) -> tuple[str, ...]:
    """The kinds of columns that may hold a concept."""
    if concept.endswith("_date") or concept == "date":
        return (DATE,)
    if concept in ("events.cause", "events.event", "events.mutation") or "restart_" in concept:
        return _WORDS
    if concept.startswith("events."):
        return (DATE,)
    column = concept.rpartition(".")[2]
    if column in _NUMERIC or column.endswith(("_number", "_copies")):
        return _NUMBERS
    if column in ("daily_dose", "conversion_factor", "detection_limit"):
        return (*_NUMBERS, WORDS)
    if column == "birth_year":
        return (WHOLE, DATE)
    if column == "result":
        return (RESULT, NUMBER, WHOLE, WORDS, TEXT)
    if concept == PATIENT:
        return (WHOLE, WORDS, TEXT, NUMBER)
    return _WORDS
