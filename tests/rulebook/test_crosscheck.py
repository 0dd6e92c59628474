"""Files that fit their own format but not each other are found."""

import pytest

from portal.rulebook import load
from portal.rulebook.crosscheck import faults

HCP = "streams/ontario/hcp.toml"
FEDERAL, PROVINCIAL = "rounds_federal.csv", "rounds_provincial.csv"


def test_the_shipped_rulebook_fits_together():
    assert faults(load()) == []


@pytest.mark.parametrize(
    ("path", "found", "written", "says"),
    [
        ("streams/alberta/ee_tech.toml", b'"ab.tech"', b'"ab.techno"', "no list"),
        ("streams/saskatchewan/ee.toml", b'grid = "sk.isw"', b'grid = "sk.none"', "no grid"),
        ("streams/nova_scotia/ee_physician.toml", b'"31100"', b'"31199"', "no NOC 2021 code"),
        ("categories/stem.toml", b'list = "ee.stem"', b'list = "ee.steam"', "no list"),
        ("occupation_lists/on_tech_2019.toml", b'"on.hcp"', b'"on.hpc"', "nothing is called"),
        (FEDERAL, b",healthcare,V1,", b",wellness,V1,", "no category"),
        (FEDERAL, b"2017-10-23T15:58:27Z", b"2018-10-23T15:58:27Z", "lies after the round"),
        (PROVINCIAL, b",on.tech_2019,", b",on.tech_2021noc,", "has no version in force"),
        (PROVINCIAL, b"2018-08-01,2019-08-01,on.tech", b"2019-08-02,2019-08-01,on.tech", "window"),
        ("pool_distribution.csv", b"2022-01-17,0,300", b"2022-01-17,1,300", "do not run"),
    ],
)
def test_what_only_several_files_show_is_found(path, found, written, says):
    rules = load()
    assert found in rules.file(path)
    broken = rules.with_files({path: rules.file(path).replace(found, written)})
    assert any(says in fault for fault in faults(broken)), faults(broken)
