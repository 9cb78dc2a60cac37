"""Definition files: names, lookup, changes, comments that survive, files that are broken."""

import pytest

from tfrq import language
from tfrq.errors import DefinitionError, UsageError
from tfrq.language import definition_hash
from tfrq.library import Library, check_name
from tfrq.library.names import looks_like_name

DEEP = "MR4.5 for >= 2 years"
LONG = "TKI >= 5 years"
FILE = """\
# Kept by the working group.
title = "Deep"  # short
criteria = [
  # the guideline says so
  "MR4.5 for >= 2 years at index",  # not MR4
  # asked for in May
  "TKI >= 5 years before index",  # any TKI
  # more may follow
]
index = "first TFR attempt"
readings = ["as published"]
# the end
"""


@pytest.fixture
def library(tmp_path):
    (tmp_path / "own").mkdir()
    (tmp_path / "package").mkdir()
    return Library(tmp_path / "own", tmp_path / "package")


def write(folder, name, criterion=DEEP):
    path = folder / f"{name}.toml"
    path.write_text(f'criteria = ["{criterion}"]\n')
    return path


def define(library, name, text=DEEP, **options):
    return library.define(name, language.parse(text), text, **options)


@pytest.mark.parametrize("name", ["deep", "eln2020-minimal", "2nd-attempt", "a" * 64])
def test_names(name):
    check_name(name)


@pytest.mark.parametrize(
    "name",
    [
        "",
        "Deep",
        "deep response",
        "-deep",
        "../deep",
        "deep.toml",
        'deep"',
        "it's",
        "x'; DROP TABLE patients; --",
        "déjà",
        "🧬",
        "deep\n",
        "deep\x1b[31m",
        "a" * 65,
    ],
)
def test_no_names(name):
    with pytest.raises(UsageError) as caught:
        check_name(name)
    assert caught.value.hint
    assert caught.value.message.isprintable()


def test_a_near_name_is_offered():
    with pytest.raises(UsageError) as caught:
        check_name("EURO SKI")
    assert caught.value.hint.endswith("perhaps 'euro-ski'")


def test_a_definition_is_no_name():
    with pytest.raises(UsageError, match="is itself a definition"):
        check_name("female")


@pytest.mark.parametrize("text", ["eln2020", "euro_ski", "EURO-SKI", "foobar"])
def test_shaped_like_a_name(text):
    assert looks_like_name(text)


@pytest.mark.parametrize("text", ["imatinib", "Glivec", "MMR", "Sokal", "MR4 for 2 yeers", "a,b"])
def test_shaped_like_a_text(text):
    assert not looks_like_name(text)


def test_a_definition_is_found_again(library):
    written = define(library, "deep", title="Deep", source="A paper")
    named = library.find("deep")
    assert written.outcome == "created"
    assert (named.title, named.source, named.read_only) == ("Deep", "A paper", False)
    assert named.definition == language.parse(DEEP)
    assert "deep" in library
    assert library.names() == ("deep",)


def test_index_and_options_are_written(library):
    text = 'MR4.5 for >= 2 years, "TKI >= 5 years"'.replace('"', "")
    definition = language.parse(
        text, index="first TFR attempt", options=["assume undetectable = MR4.5"]
    )
    library.define("both", definition, text)
    named = library.find("both")
    assert named.definition == definition
    assert len(named.criteria) == 2
    assert named.index == "first TFR attempt"
    assert named.options == ("assume undetectable = MR4.5",)


def test_the_folder_is_made_when_first_needed(tmp_path):
    library = Library(tmp_path / "new" / "queries", None)
    assert library.names() == ()
    define(library, "deep")
    assert library.names() == ("deep",)


def test_without_a_folder_nothing_can_be_written(tmp_path):
    with pytest.raises(UsageError, match="no folder to write definitions to") as caught:
        define(Library(None, None), "deep")
    assert "--queries" in caught.value.hint


def test_the_same_meaning_again_is_no_error(library):
    path = define(library, "deep", "MR4.5 for >= 2 years").path
    before = path.read_bytes()
    assert define(library, "deep", "mr 4,5 for at least 2 y").outcome == "unchanged"
    assert path.read_bytes() == before


def test_another_meaning_needs_force(library):
    path = define(library, "deep").path
    before = path.read_bytes()
    with pytest.raises(UsageError, match="with another meaning") as caught:
        define(library, "deep", LONG)
    assert "--force" in caught.value.hint
    assert path.read_bytes() == before
    assert define(library, "deep", LONG, force=True).outcome == "replaced"
    assert library.find("deep").definition == language.parse(LONG)


def test_a_title_alone_can_change(library):
    define(library, "deep", title="Deep")
    assert define(library, "deep", title="Deeper").outcome == "updated"
    assert library.find("deep").title == "Deeper"


def test_a_dry_run_writes_nothing(library):
    written = define(library, "deep", dry_run=True)
    assert "MR4.5 for >= 2 years" in written.content
    assert not written.path.exists()
    path = define(library, "deep").path
    before = path.read_bytes()
    define(library, "deep", LONG, force=True, dry_run=True)
    library.rename("deep", "deeper", dry_run=True)
    library.remove("deep", dry_run=True)
    assert path.read_bytes() == before


def test_force_leaves_nothing_that_was_said_of_another_meaning(library):
    path = library.folder / "deep.toml"
    published = "[[published]]\nendpoint = 'MRFS'\nmonths = 6\npercent = 61\n"
    path.write_text(FILE + published)
    text = "male, MR4.5 for >= 2 years"
    library.define("deep", language.parse(text), text, title="Deeper", force=True)
    assert (
        path.read_text()
        == """\
title = "Deeper"
criteria = [
  "male",
  "MR4.5 for >= 2 years",
]
"""
    )


def test_a_file_that_says_the_same_is_not_touched(library):
    path = library.folder / "deep.toml"
    path.write_text(FILE)
    text = "MR4.5 for >= 2 years, TKI >= 5 years"
    definition = language.parse(text, index="first TFR attempt")
    assert library.define("deep", definition, text).outcome == "unchanged"
    assert library.define("deep", definition, text, title="New").outcome == "updated"
    assert path.read_text() == FILE.replace('"Deep"', '"New"')


def test_a_file_hides_the_packages(library):
    write(library.package, "deep", DEEP)
    assert library.find("deep").read_only
    write(library.folder, "deep", LONG)
    assert not library.find("deep").read_only
    assert library.find("deep").definition == language.parse(LONG)
    library.remove("deep")
    assert library.find("deep").definition == language.parse(DEEP)


def test_the_packages_are_not_changed(library):
    path = write(library.package, "deep")
    before = path.read_bytes()
    changes = (
        lambda: library.remove("deep"),
        lambda: library.rename("deep", "deeper"),
        lambda: define(library, "deep", LONG),
    )
    for change in changes:
        with pytest.raises(UsageError, match="package") as caught:
            change()
        assert caught.value.hint
    assert define(library, "deep", title="Mine").outcome == "unchanged"
    assert path.read_bytes() == before
    assert list(library.folder.iterdir()) == []


def test_in_a_checkout_the_packages_folder_is_an_ordinary_one(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    folder = tmp_path / "queries"
    library = Library(folder.relative_to(tmp_path), folder)
    define(library, "deep")
    assert not library.find("deep").read_only
    library.remove("deep")
    assert library.names() == ()


def test_rename_and_remove(library):
    define(library, "deep")
    library.rename("deep", "deeper")
    assert library.names() == ("deeper",)
    define(library, "deep")
    with pytest.raises(UsageError, match="already a definition named 'deeper'"):
        library.rename("deep", "deeper")
    with pytest.raises(UsageError, match="cannot be the name"):
        library.rename("deep", "../deep")
    library.remove("deep")
    assert library.names() == ("deeper",)


def test_an_unknown_name_gets_the_nearest(library):
    define(library, "euro-ski")
    for name in ("euro-sky", "EURO_SKI", "euroski"):
        for ask in (library.find, library.remove):
            with pytest.raises(UsageError, match="no definition named") as caught:
                ask(name)
            assert caught.value.hint.startswith("did you mean 'euro-ski'?")


def test_a_name_leads_out_of_no_folder(library):
    write(library.folder.parent, "outside")
    for name in ("../outside", "/etc/passwd", ".", "..", "", "a/b"):
        assert name not in library
        with pytest.raises(UsageError, match="no definition named"):
            library.find(name)


@pytest.mark.parametrize(
    ("content", "message", "hint"),
    [
        ('criterai = ["MR4 ever"]', ":1: unknown key 'criterai'", "did you mean 'criteria'?"),
        ('title = "x"\n\nauthor = "y"', ":3: unknown key 'author'", "a definition has title"),
        ("title = 7", ":1: 'title' must be text", ""),
        ('criteria = "MR4 ever"', ":1: 'criteria' must be a list of texts", ""),
        ('criteria = ["MR4 ever", 4]', ":1: 'criteria' must be a list of texts", ""),
        ('title = "x"', "has no criteria", "write criteria"),
        ("criteria = []", "has no criteria", "write criteria"),
        ("title = ", "is not valid TOML", ""),
        ("title = " + "[" * 5000, "is not valid TOML: too deeply nested", ""),
        ("", "has no criteria", ""),
    ],
)
def test_a_broken_file_is_named(library, content, message, hint):
    path = library.folder / "broken.toml"
    path.write_text(content)
    with pytest.raises(DefinitionError) as caught:
        library.find("broken")
    assert caught.value.message.startswith(str(path))
    assert message in caught.value.message
    assert hint in caught.value.hint


def test_a_file_in_another_encoding_is_named(library):
    path = library.folder / "broken.toml"
    path.write_bytes('title = "Größe"'.encode("latin-1"))
    with pytest.raises(DefinitionError, match="is not UTF-8 text"):
        library.find("broken")


def test_a_wrong_criterion_is_pointed_at(library):
    path = library.folder / "broken.toml"
    path.write_text('criteria = [\n  "MR4 ever",\n  "imatinb >= 5 years",\n]\n')
    with pytest.raises(DefinitionError) as caught:
        library.find("broken")
    error = caught.value
    assert error.message.startswith(f"{path}:3: ")
    assert error.source[error.span.start : error.span.end] == "imatinb"


def test_a_listing_marks_the_broken_and_has_the_others(library):
    define(library, "deep")
    write(library.folder, "broken", "imatinb")
    write(library.folder, "Bad Name")
    (library.folder / ".#deep.toml").write_text("an editor's lock")
    (library.folder / "notes.txt").write_text("no definition")
    entries = {entry.name: entry for entry in library.entries()}
    assert set(entries) == {"deep", "broken", "Bad Name"}
    assert entries["deep"].named is not None
    assert "imatinb" in entries["broken"].problem.message
    assert "cannot be the name" in entries["Bad Name"].problem.message


def test_a_broken_file_is_replaced_only_by_force(library):
    path = write(library.folder, "deep", "imatinb")
    before = path.read_bytes()
    with pytest.raises(DefinitionError) as caught:
        define(library, "deep")
    assert caught.value.hint.endswith("(--force replaces the file)")
    assert path.read_bytes() == before
    define(library, "deep", force=True)
    assert library.find("deep").definition == language.parse(DEEP)


def test_a_failed_write_leaves_the_old_file(library, monkeypatch):
    path = define(library, "deep").path
    before = path.read_bytes()
    monkeypatch.setattr("os.fsync", lambda descriptor: (_ for _ in ()).throw(OSError(28, "full")))
    with pytest.raises(UsageError, match=r"cannot write .*deep.toml: full"):
        define(library, "deep", LONG, force=True)
    assert path.read_bytes() == before
    assert list(library.folder.iterdir()) == [path]


def test_a_definition_names_another_with_its_options(library):
    write(library.package, "deep", LONG)
    path = write(library.folder, "deep")
    path.write_text(path.read_text() + 'options = ["assume undetectable = MR4.5"]\n')
    write(library.folder, "both", "in deep and male")
    (step,) = library.find("both").definition.steps
    expected = language.parse(DEEP, options=["assume undetectable = MR4.5"])
    assert step.items[0].definition == expected
    before = definition_hash(library.find("both").definition)
    path.unlink()
    assert definition_hash(library.find("both").definition) != before


@pytest.mark.parametrize(
    ("texts", "circle"),
    [
        ({"a": "in a"}, "a → a"),
        ({"a": "in b", "b": "in a"}, "b → a → b"),
        ({"a": "in b", "b": "in c", "c": "in a"}, "b → c → a → b"),
    ],
)
def test_definitions_that_name_each_other_in_a_circle(library, texts, circle):
    for name, text in texts.items():
        write(library.folder, name, text)
    with pytest.raises(DefinitionError, match=f"in a circle: {circle}") as caught:
        library.find("a")
    assert caught.value.message.startswith(str(library.folder / "a.toml"))
    with pytest.raises(DefinitionError, match="in a circle"):
        library.parse(texts["a"], name="a")


def test_an_unknown_or_broken_name_inside_is_pointed_at(library):
    write(library.folder, "deep", "imatinb")
    for text, message in (("male, in deep", "no criterion begins"), ("in dep", "no definition")):
        with pytest.raises(DefinitionError, match=message) as caught:
            library.parse(text)
        error = caught.value
        assert error.source[error.span.start : error.span.end].startswith("in de")
        assert error.hint


def test_what_others_name_is_not_renamed_and_removed_only_by_force(library):
    define(library, "deep")
    write(library.folder, "both", "not (in deep and male)")
    write(library.folder, "broken", "imatinb")
    for change, way in (
        (lambda: library.remove("deep"), "--force"),
        (lambda: library.rename("deep", "new"), "then remove 'deep'"),
    ):
        with pytest.raises(UsageError, match="'both' would no longer be understood") as caught:
            change()
        assert way in caught.value.hint
    assert library.names() == ("both", "broken", "deep")
    library.remove("deep", force=True)
    assert library.names() == ("both", "broken")


def test_an_unknown_name_says_where_it_was_looked_for(library):
    with pytest.raises(UsageError) as caught:
        library.find("something-else")
    assert f"shows those in {library.folder} and the package" in caught.value.hint
    assert "--queries DIR" in caught.value.hint
    assert "shows those in the package;" in Library(None, library.package).unknown("x").hint


def test_of_two_that_create_a_name_at_once_one_is_refused(library, monkeypatch):
    # The other one's file comes to be after this one has looked.
    monkeypatch.setattr(Library, "_current", lambda *arguments: None)
    monkeypatch.setattr("tfrq.library.shelf._outcome", lambda *arguments: "created")
    path = write(library.folder, "deep", LONG)
    before = path.read_bytes()
    with pytest.raises(UsageError, match="already a definition named 'deep'"):
        define(library, "deep")
    monkeypatch.setattr(Library, "__contains__", lambda *arguments: False)
    write(library.folder, "other")
    with pytest.raises(UsageError, match="already a definition named 'deep'"):
        library.rename("other", "deep")
    assert path.read_bytes() == before
    assert {one.name for one in library.folder.iterdir()} == {"deep.toml", "other.toml"}


def test_a_title_disturbs_no_terminal(library):
    path = define(library, "deep", title="red\x1b[31m\nand  two lines").path
    assert library.find("deep").title == "red [31m and two lines"
    path.write_text(path.read_text() + 'source = "a\\u001b[2Jb\\nc"\n')
    assert library.find("deep").source == "a [2Jb c"


def test_one_meaning_one_hash():
    same = [language.parse(text) for text in ("MR4.5 for >= 2 years", "mr4.5 for at least 2 y")]
    assert definition_hash(same[0]) == definition_hash(same[1])
    assert definition_hash(same[0]) != definition_hash(language.parse(LONG))
    assert len(definition_hash(same[0])) == 12


STOPPED = "first TFR attempt"


def wait(library, endpoint, text=DEEP, **options):
    definition = language.parse(text, index=STOPPED)
    return library.define("deep", definition, text, endpoint=endpoint, **options)


def test_an_endpoint_is_written_in_the_words_of_its_author(library):
    assert wait(library, "Loss of MMR  or death").outcome == "created"
    named = library.find("deep")
    assert named.endpoint == "Loss of MMR or death"
    assert named.outcome == language.parse_endpoint("loss of MMR or death")
    keys = [line.split(" = ")[0] for line in named.path.read_text().splitlines() if " = " in line]
    assert keys == ["index", "endpoint", "criteria"]


def test_an_endpoint_is_no_part_of_what_a_definition_means(library):
    wait(library, "")
    plain = library.find("deep")
    wait(library, "MRFS")
    named = library.find("deep")
    assert plain.outcome is None
    assert named.definition == plain.definition
    assert definition_hash(named.definition) == definition_hash(plain.definition)


def test_an_endpoint_is_added_and_only_force_changes_it(library):
    library.folder.joinpath("deep.toml").write_text(FILE)
    text = "MR4.5 for >= 2 years at index, TKI >= 5 years before index"
    assert wait(library, "MRFS", text).outcome == "updated"
    added = library.find("deep").path.read_text()
    assert "# asked for in May" in added
    for same in ("MRFS", "death or progression or loss of MMR", ""):
        assert wait(library, same, text).outcome == "unchanged"
    with pytest.raises(UsageError, match="already defined, with another endpoint") as caught:
        wait(library, "TFS", text)
    assert caught.value.hint.endswith("--force changes it")
    assert wait(library, "TFS", text, force=True).outcome == "updated"
    assert library.find("deep").path.read_text() == added.replace('"MRFS"', '"TFS"')


def test_another_meaning_keeps_no_endpoint_but_the_given_one(library):
    wait(library, "MRFS")
    assert wait(library, "MRFS", LONG, force=True).outcome == "replaced"
    assert library.find("deep").endpoint == "MRFS"
    wait(library, "", DEEP, force=True)
    assert library.find("deep").outcome is None


def test_the_packages_own_gets_no_endpoint_without_force(library):
    path = write(library.package, "deep")
    path.write_text(f'index = "{STOPPED}"\n{path.read_text()}')
    before = path.read_bytes()
    assert wait(library, "").outcome == "unchanged"
    with pytest.raises(UsageError, match="package's own definition, with another endpoint"):
        wait(library, "MRFS")
    assert list(library.folder.iterdir()) == []
    assert wait(library, "MRFS", force=True).outcome == "created"
    assert library.find("deep").outcome == language.parse_endpoint("MRFS")
    assert path.read_bytes() == before


@pytest.mark.parametrize(
    ("lines", "message", "pointed"),
    [
        ('index = "diagnosis"\nendpoint = "deth"', ":4: no endpoint begins with 'deth'", "deth"),
        ('endpoint = "MRFS"', ":3: an endpoint is what comes after the index", "MRFS"),
        ("endpoint = 7", ":3: 'endpoint' must be text", None),
    ],
)
def test_a_wrong_endpoint_is_pointed_at(library, lines, message, pointed):
    path = library.folder / "broken.toml"
    path.write_text(f'title = "deth"\ncriteria = ["MR4 ever"]\n{lines}\n')
    with pytest.raises(DefinitionError) as caught:
        library.find("broken")
    error = caught.value
    assert error.message.startswith(f"{path}{message}")
    assert pointed is None or error.source[error.span.start : error.span.end] == pointed
    (entry,) = library.entries()
    assert entry.problem.message == error.message


def test_a_wrong_endpoint_is_not_written(library):
    with pytest.raises(DefinitionError, match="no endpoint begins with"):
        wait(library, "deth")
    with pytest.raises(DefinitionError, match="the definition has none"):
        define(library, "deep", endpoint="MRFS")
    assert list(library.folder.iterdir()) == []
