"""Where the golden cases were published. None of them is our own output.

A stored copy of a public repository whose name the search does not tell is cited by the
number of its file in that store.

Left out, because the facts say otherwise. The guide to the grid at ctivci.ca counts CLB 9
once (6 of the 24 points) in its example. `maplesteps` and its screens give an arranged
employment 10 points and stop there: R83 adds 5 for adaptability, so only their decision
is taken. `canvisa` lets a trade with two years of work into FST without a job offer or a
certificate of qualification, against R87.2(3).
"""

SOURCES = {
    "sas_2015": "Catherine Sas QC, The Comprehensive Ranking Score: how do students fare? "
    "2015-09-29, "
    "http://canadian-visa-lawyer.com/the-comprehensive-ranking-score-how-do-students-fare/",
    "apace_2017": "Express Entry CRS requirement falls to new record low (draw of 2017-02-22), "
    "https://www.apaceinternational.com/news/express-entry-crs-requirement-falls-to-new-record-low",
    "eleos_2017": "Draw of 2017-03-01 with hypothetical candidates, "
    "https://eleosgroup.blogspot.com/2017/03/express-entry-crs-point-requirement_2.html",
    "cic_0412": "CIC News, draw of 2017-04-12, "
    "https://cicnews.com/2017/04/lowest-ever-express-entry-crs-threshold-of-423-april-12-draw-049069.html",
    "cic_0419": "CIC News, draw of 2017-04-19, "
    "http://cicnews.com/2017/04/express-entry-crs-requirement-continues-tumble-415-april-19-draw-049077.html",
    "cic_0802": "CIC News, draw of 2017-08-02, "
    "https://cicnews.com/2017/08/august-2-express-entry-draw-invites-3264-candidates-apply-immigration-canada-089429.html",
    "cic_0823": "CIC News, draw of 2017-08-23, "
    "https://www.cicnews.com/2017/08/august-23-express-entry-draw-crs-cut-off-threshold-434-089488.html",
    "story_2024": "A scripted walk through the official calculator, stored file 55293540902",
    "cliff_2024": "A dated cliff sequence of one profile, stored file 63375953731",
    "neuron": "github.com/ranjan-expatready/Neuron, backend/tests/rule_engine/test_crs_engine.py",
    "neuron_programs": "github.com/ranjan-expatready/Neuron, "
    "backend/tests/unit/rules/test_program_eligibility.py",
    "webnew": "github.com/tashfeensohail99/webnew, invariant tests of lib/crs-grid.ts",
    "webnew_fsw": "github.com/tashfeensohail99/webnew, invariant tests of lib/fsw-grid.ts",
    "official_tool": "Confirmed on IRCC's Check your score tool on 2026-08-21: "
    "github.com/coolchigi/MapleGuard-AI, server/crs/cases/golden.json",
    "mapleguard": "github.com/coolchigi/MapleGuard-AI, anchors worked by hand "
    "from the published grid",
    "ircc_grid": "CRS calculator — IRCC grid, test file, stored file 53308336241",
    "reference": "CRS calculator matches three reference profiles, stored file 71154105642",
    "scenarios": "Six comparisons of candidates in the rounds of 2025, stored file 31934405509",
    "maplesteps": "github.com/Omerpq/maplesteps-rules, "
    "src/services/__tests__/fsw67.regression.test.ts",
    "navly": "github.com/curleycoder/Navly, tests/scoring.test.ts",
    "fsw_app": "FSW calculator tests, stored file 58560540382",
    "maplesteps_ui": "github.com/Omerpq/maplesteps-rules, tests of its screens, "
    "stored file 45809698044",
    "fsw_guide": "The FSW 67-point grid, explained (2026), stored file 71132844572",
    "canvisa": "FSW grid of a verified report of 2026-02-27, stored file 58699809945",
    "eligibility_app": "Express Entry eligibility tests of 2026-02-23, stored file 52519563706",
    "apis": "Canadian Experience Class, https://apisbd.com/express-entrycanadian-experience-class/",
    "ronald": "Part-time work, http://www.ronald-partners.com/immigration/part-time/",
    "tamas": "Canadian Experience Class, https://tamasimmigration.com/canadian-experience-class/",
    "monfared": "Canadian Experience Class, http://michaelmonfared.com/canadian-experience-class/",
    "royalcoast": "What qualifies as Canadian work experience, https://www.royalcoastimmigration.com/"
    "blogs/federal-skilled-worker-program-faqs/1264720-what-qualifies-as-canadian-work-experience"
    "-for-the-canadian-experience-class",
    "jiauddin": "Federal Skilled Trades, "
    "https://jiauddinimmigration.com/federal-skilled-trades-program/",
    "nscimm": "Federal Skilled Trades, https://nscimm.com/visa/federal-skilled-trade/",
}
