package main

// like tells whether text is of a pattern, in which `*` stands for any characters, `?` for exactly one, and a backslash
// takes its meaning from the character after it.
func like(pattern, text string) bool {
	p, t := 0, 0
	star, mark := -1, 0
	for t < len(text) {
		literal, width := next(pattern, p)
		switch {
		case width == 1 && pattern[p] == '*':
			star, mark = p, t
			p++
			continue
		case width == 1 && pattern[p] == '?', width > 0 && literal == text[t]:
			p += width
			t++
			continue
		case star >= 0:
			// The last star takes one more.
			mark++
			p, t = star+1, mark
			continue
		}
		return false
	}
	for p < len(pattern) && pattern[p] == '*' {
		p++
	}
	return p == len(pattern)
}

// next is the character at a place of a pattern, and how many characters stand for it there. Width 0: it has ended.
func next(pattern string, at int) (literal byte, width int) {
	switch {
	case at >= len(pattern):
		return 0, 0
	case pattern[at] == '\\' && at+1 < len(pattern):
		return pattern[at+1], 2
	}
	return pattern[at], 1
}
