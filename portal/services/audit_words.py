"""What was done, in the words of whoever reads a case's trail; the log keeps the step's name."""

from __future__ import annotations

from collections.abc import Mapping

from portal.text import Text, msg

# Every step that can stand in a case's trail.
WORDS: Mapping[str, Text] = {
    "case.start": msg("Case opened"),
    "case.open_by_phone": msg("Case opened by telephone"),
    "case.send_takeover_link": msg("Link sent to take the case over"),
    "case.take_over": msg("Case taken over by the client"),
    "draft.save": msg("Answers saved"),
    "draft.save_entry": msg("Entry saved"),
    "draft.remove_entry": msg("Entry removed"),
    "draft.answer_list": msg("Answered whether there are any"),
    "draft.fill_demo": msg("Filled in with invented answers"),
    "agreement.accept": msg("Agreement accepted"),
    "case.submit": msg("Answers sent"),
    "case.resubmit": msg("Answers sent again"),
    "profile.add_version": msg("New version of the answers kept"),
    "declaration.accept": msg("Declaration accepted"),
    "case.read": msg("Case looked at"),
    "case.set_language": msg("Language of the case changed"),
    "case.claim": msg("Case claimed"),
    "case.hand_over": msg("Case handed over"),
    "case.promise": msg("Date set"),
    "case.correct": msg("Answer corrected"),
    "case.request_correction": msg("Correction asked for by the client"),
    "case.ask": msg("Question asked"),
    "case.take_back": msg("Review resumed"),
    "question.answer": msg("Question answered"),
    "case.clear_flag": msg("Flag settled"),
    "case.reopen_flag": msg("Flag opened again"),
    "case.assess": msg("Assessed again"),
    "case.reassess": msg("New assessment begun"),
    "case.write_opinion": msg("Opinion saved"),
    "case.mark_ready": msg("Marked as ready to sign"),
    "case.sign": msg("Assessment signed"),
    "case.release": msg("Assessment released"),
    "case.withdraw": msg("Assessment withdrawn"),
    "case.close": msg("Case closed"),
    "assessment.supersede": msg("Earlier assessment superseded"),
    "assessment.order_pdf": msg("PDF ordered"),
    "rendering.store": msg("PDF made"),
    "rendering.read": msg("PDF downloaded"),
}


def words_for(action: str) -> Text | str:
    """The words for a step; its name for one that no case's trail should hold."""
    return WORDS.get(action, action)
