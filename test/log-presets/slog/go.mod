module platform/test/log-presets/slog

go 1.25
