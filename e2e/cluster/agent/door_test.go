package main

import (
	"context"
	"io"
	"net"
	"testing"
)

func TestPassesBothDirectionsAndTheEndOfEach(t *testing.T) {
	inside := listenOnLoopback(t)
	go func() {
		connection, err := inside.Accept()
		if err != nil {
			return
		}
		defer connection.Close()
		asked, _ := io.ReadAll(connection)
		connection.Write(append([]byte("answer to "), asked...))
	}()

	caller := throughTheDoor(t, inside.Addr().String())
	caller.Write([]byte("question"))
	caller.CloseWrite()
	answer, err := io.ReadAll(caller)
	if err != nil || string(answer) != "answer to question" {
		t.Fatalf("got %q and %v", answer, err)
	}
}

func TestResetsTheCallerWhereNobodyListens(t *testing.T) {
	inside := listenOnLoopback(t)
	address := inside.Addr().String()
	inside.Close()

	if _, err := throughTheDoor(t, address).Read(make([]byte, 1)); err == nil {
		t.Fatal("read from a connection that leads nowhere")
	}
}

func throughTheDoor(t *testing.T, address string) *net.TCPConn {
	outside := listenOnLoopback(t)
	ctx, cancel := context.WithCancel(context.Background())
	t.Cleanup(cancel)
	go func() {
		if connection, err := outside.Accept(); err == nil {
			pass(ctx, connection.(*net.TCPConn), address)
		}
	}()
	caller, err := net.Dial("tcp", outside.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { caller.Close() })
	return caller.(*net.TCPConn)
}

func listenOnLoopback(t *testing.T) net.Listener {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { listener.Close() })
	return listener
}
