"""The command line: flags to options, pipeline, report, exit code. One small module per command group."""
