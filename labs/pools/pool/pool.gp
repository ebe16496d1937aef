# SPDX-License-Identifier: CC-BY-4.0
# A pool at work: the caller, two workers, and the board that they share.

set terminal svg size 700,360 dynamic font "sans-serif,14" background "white"
set lmargin at screen 0.01; set rmargin at screen 0.99
set bmargin at screen 0.01; set tmargin at screen 0.99
unset border; unset tics; unset key
set xrange [0:20]
set yrange [11.3:-0.2]

blue = 0x0072B2; orange = 0xE69F00; green = 0x009E73
pale = 0xF2F2F2; white = 0xFFFFFF; yellow = 0xFFF3B0
box(x, y, x1, y1, fill) = sprintf(\
    'set object rect from %g,%g to %g,%g fc rgb %d fs solid border lc rgb "#666666"', \
    x, y, x1, y1, fill)
note(x, y, text, rgb) = sprintf('set label "%s" at %g,%g center tc rgb "%s"', \
    text, x, y, rgb)

eval box(0.5, 0, 14.6, 1.4, blue)
eval note(7.55, 0.7, "caller, sleeps (its own memory)", "white")

eval box(0.2, 4.2, 19.8, 7, pale)
set label "the board, which all three share" at 1.5,4.75 left
eval box(0.5, 5.3, 4.3, 6.6, white)
eval note(2.4, 5.95, "task, context", "black")
do for [i = 0:7] {
    fill = i == 0 || i == 1 || i == 3 ? orange : i == 2 || i == 4 ? green : white
    eval box(5 + 1.2 * i, 5.3, 6.2 + 1.2 * i, 6.6, fill)
    eval note(5.6 + 1.2 * i, 5.95, sprintf("%d", i), fill == green ? "white" : "black")
}
eval note(12, 4.75, "results", "black")
eval box(15.3, 5.3, 19.5, 6.6, yellow)
eval note(17.4, 5.95, "next = 5", "black")
eval note(17.4, 4.75, "to-do list", "black")

eval box(3, 9.8, 9.2, 11.2, orange)
eval note(6.1, 10.5, "worker 0, does task 3", "black")
eval box(11.2, 9.8, 17.4, 11.2, green)
eval note(14.3, 10.5, "worker 1, does task 4", "white")

set arrow from 1.1,1.5 to 1.1,5.2 lw 1.5
set label "first: writes the map,\nwakes the workers" at 1.5,2.6 left
set arrow from 10.4,5.2 to 10.4,1.5 lw 1.5
set label "last: copies the results" at 10.8,2.9 left
set arrow from 7.5,9.7 to 9.2,6.7 lw 1.5
set label "write their\nresults" at 5.2,8.1 left
set arrow from 11.9,9.7 to 10.4,6.7 lw 1.5
set arrow from 16,9.7 to 17.2,6.7 lw 1.5
set arrow from 8.9,9.7 to 15.5,6.7 lw 1.5
set label "take the\nnext number" at 17,8.1 left
plot NaN
