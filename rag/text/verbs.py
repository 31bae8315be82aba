"""Forms of English verbs that no stemmer brings together."""

from __future__ import annotations

_VERBS = (
    "be am is are was were been being,have has had having,do does did done,make made,take took taken,give gave given,"
    "win won,meet met,go went gone,come came,begin began begun,send sent,hold held,leave left,write wrote written,"
    "speak spoke spoken,see saw seen,become became,find found,pay paid,sell sold,buy bought,say said,tell told,"
    "lead led,fall fell fallen,rise rose risen,know knew known,keep kept,lose lost,bring brought,think thought,"
    "build built,get got gotten,grow grew grown,stand stood,fight fought,seek sought,strike struck,spend spent,"
    "sit sat,run ran,break broke broken,choose chose chosen,draw drew drawn,drive drove driven,eat ate eaten,"
    "feel felt,fly flew flown,forget forgot forgotten,hear heard,hide hid hidden,lay laid,mean meant,"
    "ride rode ridden,shoot shot,show shown,sing sang sung,sink sank sunk,sleep slept,steal stole stolen,"
    "swear swore sworn,swim swam swum,teach taught,throw threw thrown,understand understood,wear wore worn,"
    "withdraw withdrew withdrawn,catch caught,deal dealt,die died dying,lie lied lying"
)
BASE_FORMS = {form: verb.split()[0] for verb in _VERBS.split(",") for form in verb.split()}
"""Forms of verbs that no stemmer brings together, with their first form."""
