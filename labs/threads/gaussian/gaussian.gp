# SPDX-License-Identifier: CC-BY-4.0
# Eight pieces of a loop over time: on one thread, on two threads in equal
# blocks, and on two threads that take a piece whenever they are free. The
# second core is slower, because another program uses it too.

set terminal svg size 700,330 dynamic font "sans-serif,14" background "white"
set lmargin at screen 0.02; set rmargin at screen 0.98
set bmargin at screen 0.02; set tmargin at screen 0.98
unset border; unset tics; unset key
set xrange [-2.1:8.6]
set yrange [-1.2:7.7]

blue = 0x0072B2; orange = 0xE69F00; grey = 0xE8E8E8
put(x, width, y, colour, number) = sprintf(\
    'set object rect from %g,%g to %g,%g fc rgb %d fs solid border lc rgb "white";'.\
    'set label "%s" at %g,%g center tc rgb "%s"', \
    x + 0.02, y, x + width - 0.02, y + 0.8, colour, number, x + width / 2.0, \
    y + 0.4, colour == blue ? "white" : "black")
idle(x, width, y, text) = sprintf(\
    'set object rect from %g,%g to %g,%g fc rgb %d fs solid border lc rgb "white";'.\
    'set label "%s" at %g,%g center', \
    x + 0.02, y, x + width - 0.02, y + 0.8, grey, text, x + width / 2.0, y + 0.4)

set label "one thread" at -0.15,7.1 right
do for [i = 0:7] { eval put(i, 1, 6.7, blue, sprintf("%d", i)) }

set label "equal blocks" at -2.05,5.75 left
set label "thread 0" at -0.15,4.95 right
set label "thread 1" at -0.15,4.05 right
do for [i = 0:3] { eval put(i, 1, 4.55, blue, sprintf("%d", i)) }
eval idle(4, 2, 4.55, "waits")
do for [i = 0:3] { eval put(i * 1.5, 1.5, 3.65, orange, sprintf("%d", i + 4)) }

set label "pieces, handed out while the loop runs" at -2.05,2.7 left
set label "thread 0" at -0.15,1.9 right
set label "thread 1" at -0.15,1.0 right
taken0 = "0 2 4 5 7"; taken1 = "1 3 6"
do for [i = 1:5] { eval put(i - 1, 1, 1.5, blue, word(taken0, i)) }
do for [i = 1:3] { eval put((i - 1) * 1.5, 1.5, 0.6, orange, word(taken1, i)) }
eval idle(4.5, 0.5, 0.6, "")
set arrow from 0,0.1 to 8.3,0.1 lc rgb "black" lw 1
set label "time" at 8.3,-0.35 right
plot NaN
