module github.com/filecoin-project/lotus

go 1.25.7
