package main

import (
	"context"
	"fmt"
	"io"
	"net"
	"os"
	"os/exec"
	"strconv"
	"syscall"
)

// listen binds the address and becomes the command, which finds the socket on descriptor 3 and its port in $API_PORT.
func listen(address string, command []string) error {
	listener, err := net.Listen("tcp", address)
	if err != nil {
		return err
	}
	socket, err := listener.(*net.TCPListener).File()
	if err != nil {
		return err
	}
	// Only dup2 onto another number leaves the copy open across exec.
	if err := syscall.Dup3(int(socket.Fd()), inheritedSocket, 0); err != nil {
		return fmt.Errorf("passing the socket on: %w", err)
	}
	program, err := exec.LookPath(command[0])
	if err != nil {
		return err
	}
	port := listener.Addr().(*net.TCPAddr).Port
	return syscall.Exec(program, command, append(os.Environ(), "API_PORT="+strconv.Itoa(port)))
}

// forward serves until ctx ends.
func forward(ctx context.Context, address string) error {
	listener, err := net.FileListener(os.NewFile(inheritedSocket, "door"))
	if err != nil {
		return fmt.Errorf("descriptor %d is no listening socket: %w", inheritedSocket, err)
	}
	context.AfterFunc(ctx, func() { listener.Close() })
	for {
		outside, err := listener.Accept()
		if ctx.Err() != nil {
			return nil
		}
		if err != nil {
			return err
		}
		go pass(ctx, outside.(*net.TCPConn), address)
	}
}

// pass copies both ways; the end of one direction is passed on as such, since the other may have more to say.
func pass(ctx context.Context, outside *net.TCPConn, address string) {
	defer outside.Close()
	connection, err := new(net.Dialer).DialContext(ctx, "tcp", address)
	if err != nil {
		// As if nobody listened: the caller sees its connection refused or reset, and tries again.
		outside.SetLinger(0)
		return
	}
	inside := connection.(*net.TCPConn)
	defer inside.Close()
	done := make(chan struct{})
	go func() {
		defer close(done)
		copyTo(inside, outside)
	}()
	copyTo(outside, inside)
	<-done
}

func copyTo(to, from *net.TCPConn) {
	if _, err := io.Copy(to, from); err != nil {
		to.SetLinger(0)
		to.Close()
		from.Close()
		return
	}
	to.CloseWrite()
}
