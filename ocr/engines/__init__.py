"""Pages become words: the engines that read, the networks behind them, and what doubtful words are read as."""
