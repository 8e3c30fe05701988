"""Claims: who said what, in quotation marks or in reported words, and the author's own check-worthy assertions.

finder      the three steps of a reading, in order: cue, frame, tell
words       cues and speaker nouns, found in one pass; lists: the word lists of lexicons/claims/frames.toml
layout      a paragraph's clauses, sentences and quotations
phrases     names, titles and nouns that may speak; speakers: which of them is a cue's subject; strangers: names nobody knows; actors: who else acts
frames      cues at work (frame: what one is), by subjects (whose cue), contents (where what is said begins), vetoes (what says nothing)
            and sources (據…報導)
teller      who speaks, paragraph after paragraph (told: what came of one), by statements (what is said) and reach (how far), uncued (without a cue),
            resolver (whom a phrase means), holders (of titles) and naming (what a speaker is called)
confidence  whether enough speaks for a statement; assertions: the author's own; drafts: from what was found to a claim
"""

from pipeline.claims.finder import ClaimFinder

__all__ = ["ClaimFinder"]
