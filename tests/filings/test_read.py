from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from kg.errors import FilingError
from kg.filings import MAX_BYTES, filing_names, find_filings, parse_filing, read_filing
from tests.filings.reading import blocks

BAD = [
    (b"", "is empty"),
    (b" \n ", "is empty"),
    (b"%PDF-1.7 x", "a PDF"),
    (b"PK\x03\x04rest", "a ZIP archive"),
    (b"\x1f\x8brest", "gzip"),
    (b"words\x00more", "binary"),
    (bytes(range(1, 9)) * 20 + b"\xff", "neither UTF-8 nor"),
    (b"<SEC-DOCUMENT>x\n<DOCUMENT>\n<TYPE>8-K\n<TEXT>\nWords.", "document 1 has no </DOCUMENT>"),
    (b"<SEC-DOCUMENT>x\n<DOCUMENT><TYPE>8-K\n<TEXT>a</TEXT></DOCUMENT>\n<DOCUMENT>\n<TYPE>EX", "document 2 has no"),
    (b"<SEC-DOCUMENT>x\n<SEC-HEADER>y", "without any <DOCUMENT>"),
    (b"<SUBMISSION><DOCUMENT><TYPE>GRAPHIC<TEXT>begin 644 x</TEXT></DOCUMENT></SUBMISSION>", "no text of a filing"),
    (b"<html><body><p>&nbsp;</p></body></html>", "no text of a filing"),
]


@pytest.mark.parametrize(("data", "words"), BAD)
def test_bad_input_is_refused_in_one_line(data: bytes, words: str, tmp_path: Path) -> None:
    path = tmp_path / "bad.txt"
    path.write_bytes(data)
    with pytest.raises(FilingError) as caught:
        read_filing(path)
    message = str(caught.value)
    assert str(path) in message
    assert words in message
    assert "\n" not in message
    assert ";" in message, "a remedy follows the complaint"


def test_a_huge_file_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "huge.txt"
    with path.open("wb") as file:
        file.truncate(2 * MAX_BYTES)
    path.chmod(0)  # stat works, reading would not
    with pytest.raises(FilingError, match="200 MB is more than the 100 MB"):
        read_filing(path)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(FilingError, match=r"cannot be read \(No such file"):
        read_filing(tmp_path / "none.txt")
    with pytest.raises(FilingError, match="cannot be read"):
        read_filing(tmp_path)


DECODED = [
    ("naïve – “T”".encode(), "naïve – “T”"),
    ("naïve – “T”".encode("cp1252"), "naïve – “T”"),
    ("\ufeffwords".encode(), "words"),
    ("naïve words".encode("utf-16"), "naïve words"),
    (b"a \x81 b \xe9", "a \ufffd b é"),
]


@pytest.mark.parametrize(("data", "text"), DECODED)
def test_encodings(data: bytes, text: str) -> None:
    assert parse_filing(data, name="x").parts[0].text == text


FORMATS = [
    ("<html><body><p>x y</p></body></html>", "HTML"),
    ("<TYPE>EX-99.1\n<TEXT>\n<HTML><BODY><P>Words.</P></BODY></HTML>", "HTML"),
    ("# Head\n\nWords.", "markdown"),
    ("A payment of \\$1 million.", "markdown"),
    ("| a | b |\n|---|---|\n| 1<br>2<br> | 2 |\n\nIt was p<0.05.", "markdown"),
    ("Words only, p < 0.05.", "text"),
    ("<PAGE>\n<TABLE>\n<CAPTION>\n<S>  <C>\nA    1\nB    2\n</TABLE>", "text"),
    ("<SUBMISSION><DOCUMENT><TYPE>8-K<TEXT>Words.</TEXT></DOCUMENT></SUBMISSION>", "full submission"),
    (
        "-----BEGIN PRIVACY-ENHANCED MESSAGE-----\n\n<DOCUMENT>\n<TYPE>8-K\n<TEXT>\nA.\n</TEXT>\n</DOCUMENT>",
        "full submission",
    ),
]


@pytest.mark.parametrize(("text", "form"), FORMATS)
def test_format_is_told_by_content(text: str, form: str) -> None:
    assert parse_filing(text.encode(), name="x").format == form


def test_reading_keeps_name_hash_and_source(tmp_path: Path) -> None:
    path = tmp_path / "a.b.txt"
    path.write_bytes(b"One.\r\nTwo.")
    filing = read_filing(path)
    assert filing.name == "a.b"
    assert read_filing(path, name="own").name == "own"
    assert filing.source == "One.\r\nTwo."
    assert filing.content_hash == hashlib.sha256(b"One.\r\nTwo.").hexdigest()


def test_reading_twice_gives_the_same(tmp_path: Path) -> None:
    data = b"# A\n\nOne **two**.\n\n| a | b |\n|---|---|\n| 1 | 2 |\n"
    first, second = parse_filing(data, name="x"), parse_filing(data, name="x")
    assert first == second
    assert blocks(first.parts[0]) == blocks(second.parts[0])


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_line_ends(end: str) -> None:
    text = f"# Head{end}{end}- one{end}- two{end}{end}| a | b |{end}|---|---|{end}| 1 | 2 |{end}"
    found = blocks(parse_filing(text.encode(), name="x").parts[0])
    assert found == [("h", "Head"), ("l", "one"), ("l", "two"), ("t", "a\tb\n1\t2")]


def make(folder: Path, *names: str) -> None:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("words")


def test_find_filings_in_folders(tmp_path: Path) -> None:
    make(tmp_path, "b.TXT", "a.htm", "sub/c.nc", "sub/d.md", ".hidden.txt", ".git/e.txt", "f.pdf", "g.csv")
    found = find_filings([tmp_path, tmp_path / "g.csv", tmp_path / "a.htm"])
    assert [str(path.relative_to(tmp_path)) for path in found] == ["a.htm", "b.TXT", "g.csv", "sub/c.nc", "sub/d.md"]


def test_find_filings_says_what_is_missing(tmp_path: Path) -> None:
    with pytest.raises(FilingError, match=r"none.*no such file or folder"):
        find_filings([tmp_path / "none"])
    make(tmp_path, "only.pdf")
    with pytest.raises(FilingError, match=r"no filings found.*\.htm, \.html, \.md"):
        find_filings([tmp_path])
    with pytest.raises(FilingError, match="no filings found"):
        find_filings([])


NAMES = [
    (["a/x.txt", "b/y.txt"], ["x", "y"]),
    (["a/x.txt", "a/x.htm"], ["x-txt", "x-htm"]),
    (["a/x.txt", "b/x.txt"], ["a-x-txt", "b-x-txt"]),
    (["r/a/x.txt", "s/a/x.txt"], ["r-a-x-txt", "s-a-x-txt"]),
    (["a/X.txt", "b/x.txt"], ["a-X-txt", "b-x-txt"]),
    (["x.txt", "x.txt"], ["x"]),
    (["x-txt.md", "x.txt", "x.md"], ["x-txt-md", "x-txt", "x-md"]),
]


@pytest.mark.parametrize(("paths", "names"), NAMES)
def test_names_are_unique_whatever_the_order(paths: list[str], names: list[str]) -> None:
    given = [Path(path) for path in paths]
    named = filing_names(given)
    assert list(named.values()) == names
    assert filing_names(list(reversed(given))) == named
    assert len({name.casefold() for name in named.values()}) == len(named)


def test_a_clash_that_folders_cannot_solve_still_ends() -> None:
    named = filing_names([Path("a-b/x.txt"), Path("b/x.txt"), Path("a/b/x.txt"), Path("a/b-x.txt"), Path("x.txt")])
    assert len(set(named.values())) == 5


def test_a_link_to_nothing_is_passed_over(tmp_path: Path) -> None:
    make(tmp_path, "a.txt")
    (tmp_path / "b.txt").symlink_to(tmp_path / "gone.txt")
    assert find_filings([tmp_path]) == [tmp_path / "a.txt"]
