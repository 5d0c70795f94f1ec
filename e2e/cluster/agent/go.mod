module dev.millrace/cluster/agent

go 1.24.0
