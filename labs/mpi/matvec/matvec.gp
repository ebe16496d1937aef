# SPDX-License-Identifier: CC-BY-4.0
# Seven rows on three ranks: the blocks of A, x on every rank, the pieces of
# y, and what an Allgatherv makes of them.

set terminal svg size 700,330 dynamic font "sans-serif,14" background "white"
set lmargin at screen 0.01; set rmargin at screen 0.99
set bmargin at screen 0.01; set tmargin at screen 0.99
unset border; unset tics; unset key
set xrange [-3.1:21.2]
set yrange [10.3:-1.6]

colours = "0x0072B2 0xE69F00 0x009E73"
grey = 0xE0E0E0
owner(row) = row < 3 ? 0 : row < 5 ? 1 : 2
colour(rank) = int(word(colours, rank + 1))
ink(rank) = rank == 1 ? "black" : "white"
box(x, row, fill) = sprintf(\
    'set object rect from %g,%g to %g,%g fc rgb %d fs solid border lc rgb "white"', \
    x, row, x + 1, row + 1, fill)
note(x, row, text, rgb) = sprintf(\
    'set label "%s" at %g,%g center tc rgb "%s"', text, x + 0.5, row + 0.5, rgb)

do for [row = 0:6] {
    do for [column = 0:6] { eval box(column, row, colour(owner(row))) }
    eval box(8.5, row, grey)
    eval note(8.5, row, sprintf("x_%d", row), "black")
    eval box(11, row, colour(owner(row)))
    eval note(11, row, sprintf("y_%d", row), ink(owner(row)))
    do for [rank = 0:2] {
        eval box(16 + 1.9 * rank, row, colour(owner(row)))
        eval note(16 + 1.9 * rank, row, sprintf("y_%d", row), ink(owner(row)))
    }
}
set label "rank 0" at -0.3,1.5 right
set label "rank 1" at -0.3,4.0 right
set label "rank 2" at -0.3,6.0 right
set label "×" at 7.75,3.5 center
set label "=" at 10.25,3.5 center
set label "A, by rows" at 3.5,-0.6 center
set label "x" at 9,-0.6 center
set label "y" at 11.5,-0.6 center
set label "y on rank" at 18.4,-1.2 center
do for [rank = 0:2] { eval note(16 + 1.9 * rank, -1, sprintf("%d", rank), "black") }
set label "each rank\nits own" at 3.5,7.8 center
set label "every rank\nall of it" at 8.6,7.8 center
set label "each rank\na piece" at 11.9,7.8 center
set label "every rank all of y,\nthe next x" at 18.4,7.8 center
set arrow from 12.4,3.5 to 15.6,3.5 lw 1.5
set label "Allgatherv" at 13.95,2.9 center
plot NaN
