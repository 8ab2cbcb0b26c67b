using AsyncStateAnalyzers.Knowledge.Channels;
using AsyncStateAnalyzers.Knowledge.Tables;
using AsyncStateAnalyzers.Knowledge.Users;
using AsyncStateAnalyzers.Model;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace AsyncStateAnalyzers.Rules.Channels;

/// <summary>A write that can be refused, and nobody looks at the answer.</summary>
internal static class RejectedMessageLost
{
    /// <summary>From this room on a channel is full only when something else has gone wrong; who then drops messages mostly means to.</summary>
    private const int Roomy = 1000;

    /// <summary>The declaration.</summary>
    public static RuleInfo Info { get; } = RuleInfo.Declare(
        id: "ASA0307",
        name: "Rejected message is lost",
        since: "0.1.0",
        message: "The answer of '{0}' is ignored, and the message is lost where it is refused: {1}",
        description: "A write that does not wait is refused when there is no room. Where nobody looks at the answer, the message is gone without a trace.");

    /// <summary>What is wrong in a life.</summary>
    public static IEnumerable<PlaceFinding> Judge(ChannelLife life, CancellationToken cancellationToken)
    {
        foreach (var use in life.Of(ChannelAct.TryWrite))
        {
            if (use.Call is not { } call)
                continue;
            if (call.Parent is ArgumentSyntax { Parent.Parent: InvocationExpressionSyntax around } && use.Model.GetSymbolInfo(around, cancellationToken).Symbol is IMethodSymbol method && ChannelApi.IsLeftOut(method))
                yield return PlaceFinding.Of(Info, call, true, new[] { call }, FixKinds.TestWrite, PlaceFinding.Text(call), $"builds without the symbol that '{method.Name}' asks for leave out the call, and write nothing");
            else if (life.Shape is { IsBounded: true, Waits: not false, Capacity: not 1 } && IsIgnored(call, use.Model, cancellationToken) && !IsSignal(use, cancellationToken) && !HasRoom(use, life))
                yield return PlaceFinding.Of(Info, call, life.Shape is { Waits: true, Capacity: null or < Roomy } && !IsAtStart(call) && !IsDiscarded(call), new[] { call, life.Making }, use.Forwards ? FixKinds.TestWrite : FixKinds.AwaitWrite | FixKinds.TestWrite, PlaceFinding.Text(call), $"'{life.Name}' has room for {(life.Shape.Capacity is { } room ? room.ToString(System.Globalization.CultureInfo.InvariantCulture) : "so many")} messages only");
        }
    }

    /// <summary>Posts to blocks that are made with a bound, in a file.</summary>
    public static IEnumerable<PlaceFinding> InPosts(SemanticModel model, CancellationToken cancellationToken)
    {
        if (!NameIndex.Of(model.SyntaxTree).MayContain(ChannelApi.BlockCapacity))
            yield break;
        foreach (var name in NameIndex.Find(model.SyntaxTree, ChannelApi.Post, cancellationToken))
        {
            if (CallShape.CallOf(name) is not { } call || model.GetSymbolInfo(call, cancellationToken).Symbol is not IMethodSymbol method || !ChannelApi.IsPost(method) || !IsIgnored(call, model, cancellationToken))
                continue;
            if (CallShape.ReceiverOf(name) is { } receiver && BoundOf(receiver, model, cancellationToken) is { } bound)
                yield return PlaceFinding.Of(Info, call, true, new[] { call }, FixKinds.AwaitWrite | FixKinds.TestWrite, PlaceFinding.Text(call), $"the block is made with '{PlaceFinding.Text(bound)}'");
        }
    }

    private static SyntaxNode? BoundOf(ExpressionSyntax receiver, SemanticModel model, CancellationToken cancellationToken)
    {
        if (model.GetSymbolInfo(receiver, cancellationToken).Symbol is not (ILocalSymbol or IFieldSymbol or IPropertySymbol) and not null || model.GetSymbolInfo(receiver, cancellationToken).Symbol is not { } holder)
            return null;
        SyntaxNode scope = holder is ILocalSymbol ? CallShape.MemberOf(receiver) ?? receiver.SyntaxTree.GetRoot(cancellationToken) : receiver.FirstAncestorOrSelf<TypeDeclarationSyntax>() ?? receiver.SyntaxTree.GetRoot(cancellationToken);
        foreach (var bound in scope.DescendantNodes().OfType<AssignmentExpressionSyntax>())
        {
            if (bound.Left is not IdentifierNameSyntax { Identifier.ValueText: ChannelApi.BlockCapacity } || bound.Right.ToString() is "-1" || bound.Right.ToString().EndsWith("Unbounded", StringComparison.Ordinal))
                continue;
            var making = bound.Ancestors().OfType<BaseObjectCreationExpressionSyntax>().Skip(1).FirstOrDefault();
            var made = making?.Parent switch
            {
                EqualsValueClauseSyntax { Parent: VariableDeclaratorSyntax or PropertyDeclarationSyntax } initializer => model.GetDeclaredSymbol(initializer.Parent!, cancellationToken),
                AssignmentExpressionSyntax assignment => model.GetSymbolInfo(assignment.Left, cancellationToken).Symbol,
                _ => null,
            };
            if (SymbolEqualityComparer.Default.Equals(made, holder))
                return bound;
        }

        return null;
    }

    /// <summary>True where nothing gets the answer: a statement, a discard, or the body of a function that gives nothing back.</summary>
    private static bool IsIgnored(InvocationExpressionSyntax call, SemanticModel model, CancellationToken cancellationToken)
    {
        ExpressionSyntax value = call;
        while (value.Parent is ConditionalAccessExpressionSyntax conditional && conditional.WhenNotNull == value)
            value = conditional;
        return value.Parent switch
        {
            ExpressionStatementSyntax => true,
            AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" } } discard => model.GetSymbolInfo(discard.Left, cancellationToken).Symbol is null or IDiscardSymbol,
            LambdaExpressionSyntax lambda => model.GetSymbolInfo(lambda, cancellationToken).Symbol is IMethodSymbol { ReturnsVoid: true },
            ArrowExpressionClauseSyntax { Parent: { } owner } => model.GetDeclaredSymbol(owner, cancellationToken) is IMethodSymbol { ReturnsVoid: true },
            _ => false,
        };
    }

    /// <summary>True for <c>_ = writer.TryWrite(x)</c>: somebody has thought of the answer.</summary>
    private static bool IsDiscarded(InvocationExpressionSyntax call) => call.Parent is AssignmentExpressionSyntax or ConditionalAccessExpressionSyntax { Parent: AssignmentExpressionSyntax };

    /// <summary>True where the message says no more than that there is something to do: a second one adds nothing.</summary>
    private static bool IsSignal(ChannelUse use, CancellationToken cancellationToken) =>
        use.Message is null or LiteralExpressionSyntax or DefaultExpressionSyntax
        || use.Model.GetConstantValue(use.Message, cancellationToken).HasValue
        || use.Model.GetSymbolInfo(use.Message, cancellationToken).Symbol is IFieldSymbol { IsStatic: true, IsReadOnly: true } or IPropertySymbol { IsStatic: true }
        || use.Model.GetTypeInfo(use.Message, cancellationToken).Type is { SpecialType: SpecialType.System_Boolean or SpecialType.System_Object or SpecialType.System_Byte };

    /// <summary>True in a method that runs once, before there is much to do.</summary>
    private static bool IsAtStart(SyntaxNode call) =>
        CallShape.FunctionOf(call) is MethodDeclarationSyntax { Identifier.ValueText: var name } && Array.IndexOf(ChannelApi.Starts, name) >= 0;

    /// <summary>True where room is made, or waited for, just before: the channel was made here, something was taken out, or <c>WaitToWriteAsync</c> says so.</summary>
    private static bool HasRoom(ChannelUse use, ChannelLife life)
    {
        var function = CallShape.FunctionOf(use.Node);
        if (function is null or ConstructorDeclarationSyntax || ChannelApi.Returns(CallShape.NameOfMember(use.Node)))
            return true;
        return life.Uses.Any(u => u.Act is ChannelAct.WaitToWrite or ChannelAct.TryRead or ChannelAct.Read && CallShape.FunctionOf(u.Node) == function)
            || (function.Span.Contains(life.Making.Span) && CallShape.FunctionOf(life.Making) == function && !life.Uses.Any(u => u.WaitsForMessages && u.Node.SpanStart < use.Node.SpanStart));
    }
}
