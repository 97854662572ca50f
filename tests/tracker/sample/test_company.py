"""The sample's people and sources fit the enums, the story and one another."""

from accounts.enums import Role, WorkspaceColour
from tracker.enums import Folder, Importance, PageKind
from tracker.sample import story
from tracker.sample.company import COMPANIES, address

SOURCES = [
    source for company in COMPANIES for supplier in company.suppliers for source in supplier.sources
]


def test_every_value_is_one_of_its_list():
    members = [member for company in COMPANIES for member in company.members]

    assert {company.colour for company in COMPANIES} <= set(WorkspaceColour)
    assert {member.role for member in members} <= set(Role)
    assert {source.folder for source in SOURCES} == set(Folder)
    assert {source.kind for source in SOURCES} <= set(PageKind)
    assert {source.importance for source in SOURCES} <= set(Importance)


def test_every_source_can_be_read_before_the_story_begins():
    pages = story.pages_at(story.STARTS_AT)

    missing = [source.path for source in SOURCES if source.path not in pages]

    assert missing == []


def test_the_outside_accountant_works_for_both_companies():
    offices = [
        {member.email for member in company.members if member.role == Role.OUTSIDE_ACCOUNTANT}
        for company in COMPANIES
    ]

    assert offices == [{"toru@nanakamado.example"}] * 2


def test_no_company_follows_a_page_twice():
    for company in COMPANIES:
        paths = [source.path for supplier in company.suppliers for source in supplier.sources]
        assert len(paths) == len(set(paths))


def test_address_names_this_machine():
    assert address("/akinai/", port=8765) == "http://127.0.0.1:8765/akinai/"
