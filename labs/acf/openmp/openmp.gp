# SPDX-License-Identifier: CC-BY-4.0
# Above: the mask of a word, laid over itself with a shift of 3. Below: the
# table of words and lags, cut by rows and by cells for three threads.

set terminal svg size 700,430 dynamic font "sans-serif,14" background "white"
set lmargin at screen 0.01; set rmargin at screen 0.99
set bmargin at screen 0.01; set tmargin at screen 0.99
unset border; unset tics; unset key
set xrange [-3.3:13.3]
set yrange [12.4:-0.7]

text = "and the cat saw the dog and the cat"
mask = "0 1 0 0 1 0 0 1 0"
colours = "0x0072B2 0xE69F00 0x009E73"
grey = 0xE0E0E0; white = 0xFFFFFF; blue = 0x0072B2
colour(thread) = int(word(colours, thread + 1))
ink(thread) = thread == 1 ? "black" : "white"
box(x, y, fill, edge) = sprintf(\
    'set object rect from %g,%g to %g,%g fc rgb %d fs solid border lc rgb "%s"', \
    x + 0.03, y, x + 0.97, y + 0.85, fill, edge)
note(x, y, string, rgb) = sprintf(\
    'set label "%s" at %g,%g center tc rgb "%s"', string, x + 0.5, y + 0.43, rgb)

set label "text" at -0.3,0.4 right
set label "mask of “the”" at -0.3,1.4 right
set label "shifted by 3" at -0.3,2.4 right
set label "both are 1" at -0.3,3.4 right
do for [i = 0:8] {
    bit = word(mask, i + 1)
    eval note(i, 0, word(text, i + 1), "black")
    eval box(i, 1, bit eq "1" ? blue : grey, "white")
    eval note(i, 1, bit, bit eq "1" ? "white" : "black")
    eval box(i, 2, i < 6 ? (word(mask, i + 4) eq "1" ? blue : grey) : white, "white")
    if (i < 6) {
        next = word(mask, i + 4)
        eval note(i, 2, next, next eq "1" ? "white" : "black")
        if (bit eq "1" && next eq "1") { eval note(i, 3, "meet", "black") }
    }
}
set label "2 meet, and “the”\nstands 3 times:\nacf at lag 3 = 2/3" at 9.3,1.9 left

set label "cut by words (rows)" at -0.0,4.9 left
set label "cut by cells" at 7,4.9 left
do for [w = 0:3] {
    set label sprintf("word %d", w) at -0.3,5.95+w right
    do for [t = 0:5] {
        thread = w == 0 ? 0 : w - 1
        eval box(t, 5.5 + w, colour(thread), "white")
        eval note(t, 5.5 + w, sprintf("%d", thread), ink(thread))
        thread = (6 * w + t) / 8
        eval box(7 + t, 5.5 + w, colour(thread), "white")
        eval note(7 + t, 5.5 + w, sprintf("%d", thread), ink(thread))
    }
}
set label "lag 0" at 0.5,9.9 center
set label "5" at 5.5,9.9 center
set label "lag 0" at 7.5,9.9 center
set label "5" at 12.5,9.9 center
set label "thread 0 has two words, the others\none each and then wait" at 0,10.8 left
set label "eight cells for each thread, but two\nthreads need the mask of word 1" at 7,10.8 left
plot NaN
