"""The small markup in which the story's pages are written, and its two readings: HTML and lines.

A block is a run of lines between empty lines. Its first characters say what it is: `## ` and
`### ` headings, `- ` and `1. ` lists, `|` a table (`|= ` its caption, `|---` under its header),
`term :: text` definitions, `---` a rule, anything else a paragraph that keeps its line ends.
Inside a line: **strong**, ~~struck out~~, [text](address).
"""

import re
from collections.abc import Iterator
from html import escape

_LINK = re.compile(r"\[([^\]]+)\]\(([^)\s]+)\)")
_STRONG = re.compile(r"\*\*(.+?)\*\*")
_STRUCK = re.compile(r"~~(.+?)~~")
_NUMBER = re.compile(r"\d+\. ")
_MARKS = re.compile(r"^(#{2,3} |- )")


def to_html(text: str) -> str:
    """Write a body as HTML, one element a line."""
    return "\n".join(_block_html(lines) for lines in _blocks(text))


def to_lines(text: str) -> list[str]:
    """Write a body as plain lines, as a print would show it; "" stands between blocks."""
    lines: list[str] = []
    for block in _blocks(text):
        lines += [_plain(line) for line in block if not line.startswith("|---")]
        lines.append("")
    return lines[:-1]


def _blocks(text: str) -> Iterator[list[str]]:
    for block in re.split(r"\n\s*\n", text.strip()):
        yield [line.strip() for line in block.splitlines()]


def _block_html(lines: list[str]) -> str:
    first = lines[0]
    if first.startswith("#"):
        level = len(first) - len(first.lstrip("#"))
        return f"<h{level}>{_inline(first.lstrip('# '))}</h{level}>"
    if first.startswith("- "):
        return _listed("ul", [line[2:] for line in lines])
    if _NUMBER.match(first):
        return _listed("ol", [_NUMBER.sub("", line, count=1) for line in lines])
    if first.startswith("|"):
        return _table(lines)
    if " :: " in first:
        return _definitions(lines)
    return "<hr>" if first == "---" else f"<p>{'<br>'.join(map(_inline, lines))}</p>"


def _listed(tag: str, items: list[str]) -> str:
    return f"<{tag}>{''.join(f'<li>{_inline(item)}</li>' for item in items)}</{tag}>"


def _definitions(lines: list[str]) -> str:
    pairs = (line.split(" :: ", 1) for line in lines)
    return "<dl>{}</dl>".format(
        "".join(f"<dt>{_inline(term)}</dt><dd>{_inline(text)}</dd>" for term, text in pairs)
    )


def _table(lines: list[str]) -> str:
    caption = ""
    if lines[0].startswith("|= "):
        caption = f"<caption>{_inline(lines[0][3:])}</caption>"
        lines = lines[1:]
    if len(lines) < 2 or not lines[1].startswith("|---"):
        return f"<table>{caption}{''.join(_row(line, head='td') for line in lines)}</table>"
    head = "".join(f'<th scope="col">{_inline(cell)}</th>' for cell in _cells(lines[0]))
    body = "".join(_row(line, head="th") for line in lines[2:])
    return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _row(line: str, *, head: str) -> str:
    first, *others = _cells(line)
    scope = ' scope="row"' if head == "th" else ""
    rest = "".join(f"<td>{_inline(cell)}</td>" for cell in others)
    return f"<tr><{head}{scope}>{_inline(first)}</{head}>{rest}</tr>"


def _cells(line: str) -> list[str]:
    return [cell.strip() for cell in line.strip("|").split("|")]


def _inline(text: str) -> str:
    html = escape(text, quote=False)
    html = _STRONG.sub(r"<strong>\1</strong>", html)
    html = _STRUCK.sub(r"<del>\1</del>", html)
    return _LINK.sub(r'<a href="\2">\1</a>', html)


def _plain(line: str) -> str:
    if line.startswith("|"):
        line = "　".join(_cells(line.removeprefix("|=")))
    line = _MARKS.sub(_print_mark, line.replace(" :: ", "　").replace("**", ""))
    return _LINK.sub(r"\1", _STRUCK.sub("", line))


def _print_mark(match: re.Match[str]) -> str:
    return "・" if match[1] == "- " else ""
