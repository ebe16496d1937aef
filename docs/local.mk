# SPDX-License-Identifier: MIT
# Pictures of the handouts, drawn again where their source has changed.

.PHONY: pictures
pictures:
	$(top_srcdir)/docs/draw-pictures $(top_srcdir)
